import { expect, test } from "vitest"
import { matchingCommands } from "./slash-commands.ts"

const commands = ["new", "save", "settings"].map((name) => ({
  name,
  hint: "",
  disabled: name === "save",
  run() {},
}))
const names = (text: string) => matchingCommands(text, commands).map(({ name }) => name)

test("a word that begins with a slash may become what can be done now; all else is a message", () => {
  expect(names("/")).toEqual(["new", "settings"])
  expect(names("/S")).toEqual(["settings"])
  expect(names("/etc/hosts")).toEqual([])
  expect(names("/new flow")).toEqual([])
  expect(names("a /new")).toEqual([])
  expect(names("")).toEqual([])
})
