import { expect, test } from "vitest"
import { bulkTestAddress, chatAddress, flowAddress, flowPathOf } from "./flow-address.ts"

const PATHS = [".", "web", "chats/support bot", "a#b/ü?.prompty", "50% off #1?", "a%20b", "a%23b", "a+b&c=d"]

test.each(PATHS)("%s is found again by its address", (path) => {
  for (const address of [flowAddress(path), chatAddress(path), bulkTestAddress(path)]) {
    const { pathname } = new URL(address, "http://localhost")
    expect(pathname).toBe(address)
    const rest = decodeURI(pathname) // as the router gives it
      .split("/")
      .slice(2)
      .join("/")
    expect(flowPathOf(rest)).toBe(path)
  }
})

test("an address that was typed by hand is taken as it is", () =>
  expect(flowPathOf("50% off")).toBe("50% off"))
