import { MillraceError } from "@internal/schema"
import { describe, expect, test } from "vitest"
import { flowKind, locateFlow, type PathListing } from "./locate-flow.ts"

function locate(path: string, listing: PathListing, prompty = false): string {
  try {
    const { folder, file } = locateFlow(path, listing, { prompty })
    return `${folder} ${file}`
  } catch (error) {
    if (error instanceof MillraceError) return `${error.code} ${error.hint}`
    throw error
  }
}
const holds = (...names: string[]): PathListing => ({ kind: "folder", names })

describe("where a flow is (spec 1.1)", () => {
  test.each<[string, PathListing, string]>([
    ["a/b", holds("x.py", "flow.dag.yaml"), "a/b flow.dag.yaml"],
    ["a/b", holds("flow.dag.yml"), "a/b flow.dag.yml"],
    ["a/b", holds("flow.flex.yaml"), "a/b flow.flex.yaml"],
    [
      "a/b",
      holds("flow.dag.yaml", "flow.flex.yaml"),
      "FLOW_AMBIGUOUS Name the file itself: --flow a/b/flow.dag.yaml",
    ],
    ["a/b", holds("my.yaml"), "FLOW_NOT_FOUND There is no flow.dag.yaml or flow.flex.yaml in it."],
    ["a/b/my.yaml", { kind: "file" }, "a/b my.yaml"],
    ["my.yml", { kind: "file" }, ". my.yml"],
    ["/my.prompty", { kind: "file" }, "/ my.prompty"],
    [
      "a/flow.json",
      { kind: "file" },
      "FLOW_NOT_FOUND A flow file ends in .yaml, .yml, .prompty, and this one in .json.",
    ],
    ["a/nope", { kind: "missing" }, "FLOW_NOT_FOUND Check the path."],
    ["a/nope.yaml", { kind: "missing" }, "FLOW_NOT_FOUND Check the path."],
  ])("%s %j", (path, listing, expected) => expect(locate(path, listing)).toBe(expected))

  test("a folder with one prompty is that prompty, where those are allowed", () => {
    expect(locate("a", holds("x.prompty"), true)).toBe("a x.prompty")
    expect(locate("a", holds("x.prompty"))).toMatch("FLOW_NOT_FOUND")
    expect(locate("a", holds("x.prompty", "y.prompty"), true)).toMatch("It holds 2 prompty files")
  })
})

test("the kind is in the file, not in its name (spec 1.1)", () => {
  expect(flowKind("flow.dag.yaml", true)).toBe("flex")
  expect(flowKind("flow.flex.yaml", false)).toBe("dag")
  expect(flowKind("x.PROMPTY", false)).toBe("prompty")
})
