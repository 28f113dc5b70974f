import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { coverage, mentioned, PAGE, SECTIONS } from "./coverage-page.ts"

const now = coverage()
const page = readFileSync(new URL(`../${PAGE}`, import.meta.url), "utf8")
const rows = new Map(
  Array.from(page.matchAll(/^\| ([^|]+) \| [^|]+ \| (.*) \|$/gm), ([, section = "", links = ""]) => [
    section,
    Array.from(links.matchAll(/\]\(\.\.\/\.\.\/([^)]+)\)/g), ([, file]) => file),
  ]),
)

test.each(Object.keys(SECTIONS))(
  "%s is covered by a test that names it, and by those of the page",
  (section) => {
    expect(now.get(section)).not.toEqual([])
    expect(rows.get(section)?.length).toBeGreaterThan(0)
    expect(rows.get(section)?.filter((file) => !now.get(section)?.includes(file ?? ""))).toEqual([])
  },
)

test("sections are found in the words of a title", () => {
  expect([...mentioned("x (spec 1.2.5, A.1; surface 1.3, 1.4)")]).toEqual([
    "1.2.5",
    "A.1",
    "surface 1.3",
    "surface 1.4",
  ])
  expect([...mentioned("(Appendix B, 18) and spec 4")]).toEqual(["B", "4"])
})
