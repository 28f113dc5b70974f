import { expect, test } from "vitest"
import { parseYaml } from "./parse-yaml.ts"
import { yamlPath } from "./yaml-path.ts"

/** Paths as `pf flow validate` names them (spec 1.8). */

const TEXT = `inputs:
  q: {type: string}
nodes:
- name: a
  source:
    type: code
    path: a.py
- name: b
  source: {type: code, path: b.py}
`
const { positions } = parseYaml(TEXT, "flow.dag.yaml")

test.each([
  [1, 1, "inputs"],
  [2, 3, "inputs.q"],
  [2, 6, "inputs.q"],
  [2, 13, "inputs.q.type"],
  [4, 3, "nodes.0"],
  [5, 3, "nodes.0.source"],
  [6, 5, "nodes.0.source.type"],
  [7, 5, "nodes.0.source.path"],
  [7, 11, "nodes.0.source.path"],
  [8, 3, "nodes.1"],
  [9, 24, "nodes.1.source.path"],
])("line %i, column %i is %s", (line, column, path) => {
  expect(yamlPath(positions, { line, column })?.path).toBe(path)
})

test("the value comes with it; a place before everything has none", () => {
  expect(yamlPath(positions, { line: 7, column: 11 })?.value).toBe("a.py")
  expect(yamlPath(parseYaml("\n\na: 1\n", "f").positions, { line: 1, column: 1 })).toBeUndefined()
})
