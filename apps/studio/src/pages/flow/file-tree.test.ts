import { expect, it } from "vitest"
import { visibleFiles } from "./file-tree.ts"

it("shows what lies in open folders", () => {
  const entry = (path: string, kind: "file" | "folder" = "file") => ({ path, kind, size: 0, updatedAt: 0 })
  const entries = [
    entry("flow/a.py"),
    entry("flow/pages", "folder"),
    entry("flow/pages/deep", "folder"),
    entry("flow/pages/deep/x.html"),
    entry("flow/pages/y.html"),
    entry("flow/pages2.txt"),
  ]
  const seen = (open: string[]) =>
    visibleFiles(entries, "flow/", ({ shown }) => open.includes(shown)).map(({ shown, depth, children }) => [
      shown,
      depth,
      children,
    ])
  expect(seen([])).toEqual([
    ["a.py", 0, 0],
    ["pages", 0, 2],
    ["pages2.txt", 0, 0],
  ])
  expect(seen(["pages"]).map(([shown]) => shown)).toEqual([
    "a.py",
    "pages",
    "pages/deep",
    "pages/y.html",
    "pages2.txt",
  ])
})
