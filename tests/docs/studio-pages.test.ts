import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { repository } from "../support/workspace.ts"

const guide = join(repository, "docs/guide")
const names = readdirSync(join(guide, "studio")).filter((name) => name.endsWith(".md"))
const pages = names.map((name) => readFileSync(join(guide, "studio", name), "utf8"))
const routes = Array.from(
  readFileSync(join(repository, "apps/studio/src/frame/pages.ts"), "utf8").matchAll(
    /^ {2}\["([^"]+)", \(\) => import/gm,
  ),
  ([, path = ""]) => path,
)

it("finds the routes of the studio", () => {
  expect(routes).toContain("/runs/:name/lines/:line")
})

it.each(routes)("%s has a page of the guide", (route) => {
  const address = route.replace("*", "PATH").replace(":name", "NAME").replace(":line", "N")
  expect(pages.filter((page) => new RegExp(`^At \`${address}(\\?[^\`]*)?\``, "m").test(page))).toHaveLength(1)
})

it("pictures of the studio exist, each is used, and all are small", () => {
  const folder = join(guide, "studio/pictures")
  const overview = readFileSync(join(guide, "studio.md"), "utf8")
  const used = [...pages, overview].flatMap((page) =>
    Array.from(page.matchAll(/pictures\/([\w-]+\.png)/g), ([, name = ""]) => name),
  )
  expect(used.filter((name) => !existsSync(join(folder, name)))).toEqual([])
  expect(readdirSync(folder).sort()).toEqual([...new Set(used)].sort())
  const bytes = used.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
  expect(bytes).toBeLessThanOrEqual(1.5e6)
})

it.each(names)("%s is linked from the guide to the studio", (name) => {
  expect(readFileSync(join(guide, "studio.md"), "utf8")).toContain(`(studio/${name})`)
})
