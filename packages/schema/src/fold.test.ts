import { Json } from "@internal/value"
import { describe, expect, test } from "vitest"
import {
  type ErrorRecord,
  type LineState,
  type NewEvent,
  newRunSummary,
  type RunEvent,
  reduceLine,
  reduceRun,
} from "./index.ts"

function numbered(events: NewEvent[]): RunEvent[] {
  return events.map((event, i) => ({ v: 1, run: "r", seq: i + 1, at: 1000 + i, ...event }))
}
function foldRun(events: NewEvent[]) {
  return numbered(events).reduce(reduceRun, newRunSummary())
}
function foldLine(events: NewEvent[]): LineState | undefined {
  return numbered(events).reduce<LineState | undefined>(reduceLine, undefined)
}

const json = (text: string) => Json.ofText(text)
const error = (message: string): ErrorRecord => ({
  message,
  messageFormat: "",
  messageParameters: {},
  code: "UserError",
  innerError: null,
})
const start = (line: number | null): NewEvent => ({
  type: "line-start",
  line,
  attempt: 1,
  inputs: json("{}"),
})
const nodeStart = (line: number | null, node: string, attempt = 1): NewEvent => ({
  type: "node-start",
  line,
  node,
  attempt,
  inputs: json('{"x":1}'),
})
const nodeEnd = (line: number | null, node: string, attempt = 1): NewEvent => ({
  type: "node-end",
  line,
  node,
  attempt,
  output: json("2"),
  cache: "off",
  portable: true,
  duration: 5,
  usage: { prompt_tokens: 2, completion_tokens: 1, total_tokens: 3 },
})
const nodeError = (line: number | null, node: string, more: object = {}): NewEvent => ({
  type: "node-error",
  line,
  node,
  attempt: 1,
  error: error(`${node} failed`),
  retrying: false,
  duration: 1,
  ...more,
})
const end = (line: number, failed?: string): NewEvent => ({
  type: "line-end",
  line,
  status: failed ? "failed" : "done",
  outputs: failed ? null : json('{"o":2}'),
  error: failed ? error(failed) : undefined,
  duration: 10,
})

describe("reduceRun", () => {
  test("counts lines, nodes and tokens", () => {
    const summary = foldRun([
      start(0),
      start(1),
      nodeStart(0, "a"),
      nodeEnd(0, "a"),
      nodeError(1, "a"),
      { type: "node-bypass", line: 0, node: "constructor", condition: "" },
      end(0),
      end(1, "bad"),
      start(2),
    ])
    expect(summary.counts).toEqual({ running: 1, done: 1, failed: 1, crashed: 0, cancelled: 0 })
    expect(summary.nodes).toEqual({
      a: { completed: 1, failed: 1, bypassed: 0, canceled: 0 },
      constructor: { completed: 0, failed: 0, bypassed: 1, canceled: 0 },
    })
    expect(summary.usage.total_tokens).toBe(3)
    expect(summary.lineDuration).toBe(20)
  })

  test("tokens of calls that outlast their node, and of nodes that fail, count once", () => {
    const usage = { prompt_tokens: 2, completion_tokens: 1, total_tokens: 3 }
    const times = { waited: 0, duration: 1 }
    const call = {
      type: "call-end" as const,
      line: 0,
      node: "a",
      attempt: 1,
      connection: "c",
      model: "m",
      request: "r",
    }
    const events: NewEvent[] = [
      start(0),
      nodeStart(0, "a"),
      { ...call, ...times, usage },
      nodeEnd(0, "a"),
      { ...call, ...times, usage, late: true },
      nodeStart(0, "b"),
      nodeError(0, "b", { usage }),
      end(0, "bad"),
    ]
    expect(foldRun(events).usage.total_tokens).toBe(9)
    const line = foldLine(events)
    expect(line?.usage.total_tokens).toBe(9)
    expect(line?.nodes.get("a")?.usage?.total_tokens).toBe(6)
    expect(line?.nodes.get("b")?.usage?.total_tokens).toBe(3)
  })

  test("the first error is that of the lowest line, whatever the order (spec 11.6)", () => {
    expect(foldRun([end(5, "five"), end(2, "two"), end(9, "nine")]).firstError).toMatchObject({
      line: 2,
      error: { message: "two" },
    })
  })

  test("an attempt that is repeated or cancelled is no failure", () => {
    const summary = foldRun([nodeError(0, "a", { retrying: true }), nodeError(0, "b", { cancelled: true })])
    expect(summary.nodes).toEqual({ b: { completed: 0, failed: 0, bypassed: 0, canceled: 1 } })
    expect(summary.aggregationErrors).toEqual({})
  })

  test("errors of aggregation nodes are kept by node", () => {
    expect(foldRun([nodeError(null, "agg")]).aggregationErrors.agg?.message).toBe("agg failed")
  })

  test("the last value of a metric counts", () => {
    const metric = (value: string): NewEvent => ({
      type: "metric",
      line: null,
      name: "m",
      value: json(value),
    })
    expect(foldRun([metric("1"), metric("0.5")]).metrics.m?.text).toBe("0.5")
    const again: NewEvent = { type: "line-start", line: null, attempt: 2, inputs: json("null") }
    expect(foldRun([metric("1"), again]).metrics).toEqual({})
  })
})

describe("reduceLine", () => {
  test("keeps nodes in the order in which they started", () => {
    const line = foldLine([
      start(0),
      nodeStart(0, "b"),
      { type: "node-bypass", line: 0, node: "a", condition: "x is 1" },
      { type: "node-log", line: 0, node: "b", attempt: 1, stream: "stdout", text: "[t] hi" },
      { type: "node-log", line: 0, node: "b", attempt: 1, stream: "stdout", text: "\n" },
      nodeEnd(0, "b"),
      end(0),
    ])
    expect(Array.from(line?.nodes.keys() ?? [])).toEqual(["b", "a"])
    expect(line?.nodes.get("b")).toMatchObject({ status: "completed", stdout: "[t] hi\n", duration: 5 })
    expect(line?.nodes.get("a")).toMatchObject({ status: "bypassed", condition: "x is 1" })
    expect(line?.nodes.get("a")?.inputs).toBeUndefined()
    expect(line).toMatchObject({ status: "done", outputs: { text: '{"o":2}' }, usage: { total_tokens: 3 } })
  })

  test("another line's events change nothing", () => {
    const line = foldLine([start(0), nodeStart(1, "a"), end(1)])
    expect(line).toMatchObject({ line: 0, status: "running" })
    expect(line?.nodes.size).toBe(0)
  })

  test("a new attempt of a node forgets the one before", () => {
    const events = [start(0), nodeStart(0, "a"), nodeError(0, "a", { retrying: true }), nodeStart(0, "a", 2)]
    const line = foldLine(events)
    expect(line?.nodes.get("a")).toMatchObject({ attempt: 2, status: "running" })
    expect(line?.nodes.get("a")?.error).toBeUndefined()
  })

  test("the aggregation stage is the line null", () => {
    const line = foldLine([nodeStart(null, "agg"), nodeEnd(null, "agg")])
    expect(line).toMatchObject({ line: null })
    expect(line?.nodes.get("agg")?.status).toBe("completed")
  })
})
