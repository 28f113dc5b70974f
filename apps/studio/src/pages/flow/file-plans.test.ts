import { flowOutline } from "@internal/flow"
import { expect, test } from "vitest"
import { movedPath } from "../../flow/edit-history.ts"
import { besideName, clipPath, nodesOf, planUpload } from "./file-plans.ts"

test("an upload names what is there already, and finds names beside it", () => {
  const there = new Set(["notes.md", "notes-2.md", "data/a.tar.gz", ".env"])
  const given = ["notes.md", "new.md", "data/a.tar.gz"].map((path) => ({ path, file: new File([], "x") }))
  expect(planUpload(given, there).clashes).toEqual(["notes.md", "data/a.tar.gz"])
  expect(["notes.md", "data/a.tar.gz", ".env", "Makefile"].map((path) => besideName(path, there))).toEqual([
    "notes-3.md",
    "data/a.tar-2.gz",
    ".env-2",
    "Makefile-2",
  ])
})

test("nodes and their variants name their files, also by the folder around them", () => {
  const { nodes } = flowOutline(`nodes:
- {name: a, type: python, source: {type: code, path: lib/a.py}}
- {name: b, type: llm, use_variants: true}
- {name: c, type: python, source: {type: code, path: library.py}}
node_variants:
  b:
    default_variant_id: v
    variants:
      v: {node: {type: llm, source: {type: code, path: b.jinja2}}}
      w: {node: {type: llm, source: {type: code, path: lib/w.jinja2}}}
`)
  expect(nodesOf(nodes, "lib")).toEqual(["a", "b"])
  expect(nodesOf(nodes, "b.jinja2")).toEqual(["b"])
  expect(nodesOf(nodes, "none")).toEqual([])
  expect(["lib/a.py", "lib", "library.py"].map((path) => movedPath(path, "lib", "src/lib"))).toEqual([
    "src/lib/a.py",
    "src/lib",
    undefined,
  ])
})

test("the file of a node from a clipboard lies below the flow, in nothing that is hidden", () => {
  const paths = ["a.py", "lib/./a.py", "../a.py", "/etc/a.py", "C:\\a.py", ".git/hooks/x", "a/.env", ".."]
  expect(paths.map(clipPath)).toEqual(["a.py", "lib/a.py", "a.py", "a.py", "a.py", "x", "env", "file.txt"])
})
