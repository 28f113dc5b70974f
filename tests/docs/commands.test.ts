import { describe, expect, it } from "vitest"
import { catalogue as millrace } from "../../packages/cli/src/catalogue.ts"
import { parseRequest } from "../../packages/cli/src/parse-command.ts"
import { catalogue as pf } from "../../packages/cli/src/pf/catalogue.ts"
import { Workspace } from "../support/workspace.ts"
import { codeBlocks, commands, pages, readPage } from "./pages.ts"

/** Indented blocks of the gallery's pages as well. */
function shellOf(path: string): string {
  const page = readPage(path)
  const indented = page.matchAll(/(?:^ {4}.*\n?)+/gm)
  return [...codeBlocks(page, ["", "sh", "bash", "yaml"]), ...Array.from(indented, ([text]) => text)].join(
    "\n",
  )
}

const documented = pages
  .filter((path) => !path.startsWith("scripts/"))
  .map((path) => ({ path, lines: commands(shellOf(path)) }))
  .filter(({ lines }) => lines.length > 0)

describe("commands on the pages", () => {
  it("are found", () => {
    expect(documented.map(({ path }) => path)).toContain("README.md")
    expect(documented.flatMap(({ lines }) => lines).length).toBeGreaterThan(60)
  })

  it.each(documented)("$path: every command and option exists", ({ lines }) => {
    for (const [program, ...words] of lines) {
      const ask = () => parseRequest(program === "pf" ? pf : millrace, words)
      expect(ask, [program, ...words].join(" ")).not.toThrow()
    }
  })
})

it("evaluate-and-compare.md: its commands give what it shows", async () => {
  await using here = await Workspace.make()
  await here.copy("gallery", "gallery")
  const page = readPage("docs/guide/evaluate-and-compare.md")
  const [example = "", shown = ""] = codeBlocks(page, [""])
  const answers: string[] = []
  for (const [, ...words] of commands(example)) {
    const { code, stdout, stderr } = await here.millrace(words)
    expect(code, stderr).toBe(0)
    answers.push(stdout)
  }
  expect(answers).toHaveLength(6)
  for (const part of shown.split("…\n")) expect(answers.at(-1)).toContain(part)
})
