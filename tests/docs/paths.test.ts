import { existsSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { repository } from "../support/workspace.ts"
import { pages, readPage } from "./pages.ts"

const about = pages.filter((path) => /^docs\/(architecture|contributing\/|decisions\/)/.test(path))
const exists = (path: string) => existsSync(join(repository, path))

/** Files and folders that a page names in backticks; placeholders such as `x.test.ts` and globs are none. */
function named(page: string): string[] {
  return Array.from(page.matchAll(/`([\w.-]+(?:\/[\w.-]+)+\/?)`/g), ([, path = ""]) => path).filter(
    (path) => !/(^|\/)x[./-]/.test(path),
  )
}

describe("what the pages for contributors say of the code", () => {
  it.each(about)("%s names files that exist", (path) => {
    const missing = named(readPage(path)).filter(
      (name) => ![name, `packages/${name}`, `packages/providers/${name}`].some(exists),
    )
    expect(missing).toEqual([])
  })

  it("the table of rooms names a first file of each", () => {
    const rows = readPage("docs/architecture.md").matchAll(
      /^\| `((?:apps\/)?\w+)` \|.*\| `([\w.-]+\.tsx?)` \|/gm,
    )
    const files = Array.from(
      rows,
      ([, room, file]) => `${room?.includes("/") ? room : `packages/${room}`}/src/${file}`,
    )
    expect(files).toHaveLength(13)
    expect(files.filter((file) => !exists(file))).toEqual([])
  })
})
