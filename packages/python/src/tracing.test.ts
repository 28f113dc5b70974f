import { type ApiCall, callsOf } from "@internal/schema"
import { afterAll, beforeAll, expect, test } from "vitest"
import { json, Play, tool } from "./testing/play.ts"

const TRACED = `
from promptflow.tracing import trace

@trace
def inner(a, b=2, *args, **kw):
    return (a, b)

class K:
    @trace
    def m(self, z):
        return inner(z, b=4, c=5)

@trace
async def ainner(a):
    return a

@trace
def bad(a):
    raise KeyError('zz')
`

let play: Play
beforeAll(async () => {
  play = await Play.of(
    {
      "t.py":
        TRACED + tool("x: str, k: int = 3", "inner(1, 2, 3)", "K().m(x)", "return {x: {1}, 'l': [1, 2.0]}"),
      "a.py": `${TRACED}from promptflow.core import tool\n@tool\nasync def t(x):\n    return await ainner(x)\n`,
      "nan.py": tool("x", "return float('nan')"),
      "f.py": TRACED + tool("x", "bad(x)"),
    },
    { environment: { PF_DISABLE_TRACING: "false" } },
  )
})
afterAll(() => play[Symbol.asyncDispose]())

/** Names, inputs and results of a tree; ids and times are checked to be sound. */
function outline(call: ApiCall, parent = ""): unknown {
  expect(call).toMatchObject({ type: "Function", function: call.name, parent_id: parent, system_metrics: {} })
  expect(call.end_time).toBeGreaterThanOrEqual(call.start_time)
  const { name, inputs, output, error, node_name } = call
  const children = call.children.map((child) => outline(child, call.id))
  return [name, node_name, inputs, error ? error : output, ...children]
}

test("traced functions are children of their node's call, as the original records them", async () => {
  const { calls } = await play.call("t.py", { x: json('"q"') })
  expect(calls.map((call) => outline(call))).toEqual([
    [
      "t",
      "t",
      { x: "q" },
      { q: "{1}", l: [1, 2] },
      ["inner", null, { a: 1, b: 2, args: 3 }, [1, 2]],
      ["K.m", null, { z: "q" }, ["q", 4], ["inner", null, { a: "q", b: 4, c: 5 }, ["q", 4]]],
    ],
  ])
})

test("values that only Python's JSON has are recorded", async () => {
  const { calls } = await play.call("nan.py", { x: json("Infinity") })
  expect(calls).toMatchObject([{ inputs: { x: Number.POSITIVE_INFINITY }, output: Number.NaN }])
})

test("coroutines are traced too", async () => {
  const { calls } = await play.call("a.py", { x: json('"q"') })
  expect(calls.map((call) => outline(call))).toEqual([
    ["t", "a", { x: "q" }, "q", ["ainner", null, { a: "q" }, "q"]],
  ])
})

test("a node that fails has its calls beside the error", async () => {
  const error = await play.call("f.py", { x: json('"q"') }).catch((e) => e)
  const failure = { message: "'zz'", type: "KeyError" }
  expect(callsOf(error).map((call) => outline(call))).toEqual([
    ["t", "f", { x: "q" }, failure, ["bad", null, { a: "q" }, failure]],
  ])
  expect(error.additionalInfo[0].info.traceback).not.toContain("promptflow/tracing")
})
