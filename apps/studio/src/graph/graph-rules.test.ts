import { describe, expect, it } from "vitest"
import { collapsed } from "./collapse.ts"
import { type FlowShape, type GraphEdge, type GraphNode, joinedEdges } from "./flow-shape.ts"
import { stepFrom } from "./graph-steps.ts"
import { describeValue } from "./value-words.ts"

const node = (id: string): GraphNode => ({
  id,
  name: id,
  kind: "python",
  aggregation: false,
  variants: 0,
  problems: 0,
})
const edge = (text: string): GraphEdge => {
  const [from = "", to = ""] = text.split(">")
  return { id: text, from, to, input: "x", reference: `\${${from}.output}` }
}
const shapeOf = (nodes: string, edges: string): FlowShape => ({
  nodes: nodes.split(" ").map(node),
  edges: edges.split(" ").map(edge),
})

describe("branches that were bypassed", () => {
  const shape = shapeOf("a b c d e f", "a>b b>c c>d a>e e>d f>d")
  const names = ({ nodes }: FlowShape) => nodes.map(({ name }) => name)
  const wires = ({ edges }: FlowShape) => edges.map(({ from, to }) => `${from}>${to}`)

  it("become one node, with the wires that lead in and out", () => {
    const drawn = collapsed(shape, new Set(["b", "c"]))
    expect(names(drawn)).toEqual(["a", "2 bypassed nodes", "d", "e", "f"])
    expect(drawn.nodes[1]).toMatchObject({ id: "b", collapsed: ["b", "c"] })
    expect(wires(drawn)).toEqual(["a>b", "b>d", "a>e", "e>d", "f>d"])
  })

  it("stay apart where they do not hang together, and a node alone stays as it is", () => {
    expect(collapsed(shape, new Set(["b", "e"]))).toBe(shape)
    expect(collapsed(shape, new Set())).toBe(shape)
    expect(names(collapsed(shape, new Set(["b", "c", "f"])))).toEqual([
      "a",
      "2 bypassed nodes",
      "d",
      "e",
      "f",
    ])
  })

  it("may have a circle in them", () => {
    const circle = shapeOf("a b c", "a>b b>a b>c")
    expect(names(collapsed(circle, new Set(["a", "b"])))).toEqual(["2 bypassed nodes", "c"])
  })
})

describe("arrows", () => {
  const edges = joinedEdges(["a>b", "a>c", "b>d", "c>d", "c>d"].map(edge))
  const places = { a: { x: 50, y: 0 }, b: { x: 0, y: 90 }, c: { x: 60, y: 95 }, d: { x: 50, y: 200 } }

  it("follow wires to the nearest end, and rows to their neighbours", () => {
    expect(edges).toHaveLength(4)
    expect(stepFrom("a", "ArrowDown", edges, places)).toBe("c")
    expect(stepFrom("d", "ArrowUp", edges, places)).toBe("c")
    expect(stepFrom("c", "ArrowLeft", edges, places)).toBe("b")
    expect(stepFrom("b", "ArrowRight", edges, places)).toBe("c")
  })

  it("lead nowhere where nothing is", () => {
    expect(stepFrom("a", "ArrowUp", edges, places)).toBeUndefined()
    expect(stepFrom("c", "ArrowRight", edges, places)).toBeUndefined()
    expect(stepFrom("unknown", "ArrowDown", edges, places)).toBeUndefined()
  })
})

it.each([
  ["héllo", "text, 5 characters"],
  ["x", "text, 1 character"],
  [[1, 2, 3], "list, 3 items, 7 bytes"],
  [{ a: "ä" }, "object, 1 key, 10 bytes"],
  [1.5, "number"],
  [false, "true or false"],
  [null, "null"],
  [{ "data:image/png;base64": "aGVsbG8gd29ybGQh" }, "image/png, 12 bytes"],
  [{ "data:image/jpeg;path": "a.jpg" }, "image/jpeg, by its file"],
])("says what %j is, and how large", (value, words) => {
  expect(describeValue(value)).toBe(words)
})
