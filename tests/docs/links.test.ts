import { existsSync, readFileSync, statSync } from "node:fs"
import { dirname, join, normalize } from "node:path"
import { expect, it } from "vitest"
import { repository } from "../support/workspace.ts"
import { pages, readPage } from "./pages.ts"

/** Code is not prose: what looks like a link in it is none. */
function prose(page: string): string {
  return page.replaceAll(/^```.*?^```$/gms, "").replaceAll(/`[^`\n]*`/g, "")
}

/** As GitHub names headings: lower case, blanks to dashes, other marks dropped. */
function anchors(page: string): string[] {
  return Array.from(page.matchAll(/^#+ (.+)$/gm), ([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(/\s/g, "-"),
  )
}

it("finds the pages", () => {
  expect(pages).toContain("README.md")
  expect(pages).toContain("docs/guide/connections.md")
})

it.each(pages)("links of %s lead somewhere", (path) => {
  const page = readPage(path)
  const links = Array.from(prose(page).matchAll(/\]\(([^)\s]+)\)/g), ([, link = ""]) => link)
  const broken = links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [file = "", anchor] = link.split("#")
      const target = file === "" ? path : normalize(join(dirname(path), file))
      const there = existsSync(join(repository, target)) && !target.startsWith("..")
      if (!there || anchor === undefined) return !there
      if (statSync(join(repository, target)).isDirectory()) return true
      return !anchors(readFileSync(join(repository, target), "utf8")).includes(anchor)
    })
  expect(broken).toEqual([])
})
