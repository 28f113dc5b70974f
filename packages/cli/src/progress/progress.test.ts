import type { Progress } from "@internal/sdk"
import { Json } from "@internal/value"
import { describe, expect, it } from "vitest"
import { RecordingTerminal } from "../testing/recording-terminal.ts"
import { BatchState } from "./batch-state.ts"
import { BatchView } from "./batch-view.ts"
import { FlowView } from "./flow-view.ts"
import { bar } from "./setup-line.ts"

const OF = { v: 1, run: "r", seq: 1, at: 0 }
const error = {
  message: "it broke",
  messageFormat: "",
  messageParameters: {},
  code: "UserError",
  innerError: null,
}
const ready = (lines: number | null): Progress => {
  return {
    type: "ready",
    run: "r",
    flow: "f",
    nodes: ["fetch", "ask"],
    lines,
    models: ["local/smollm2"],
    runtime: "python 3.11",
    concurrency: 4,
  }
}
const lineStart = (line: number): Progress => ({
  ...OF,
  type: "line-start",
  line,
  attempt: 1,
  inputs: Json.of(new Map()),
})
const lineEnd = (line: number, status: "done" | "failed"): Progress => {
  return {
    ...OF,
    type: "line-end",
    line,
    status,
    outputs: null,
    duration: 1000,
    ...(status === "failed" && { error }),
  }
}

describe("what a flow test shows", () => {
  it("is one final line per node, in the order in which they end", () => {
    const terminal = new RecordingTerminal()
    const view = new FlowView(terminal)
    const node = { ...OF, line: 0, attempt: 1 }
    const usage = { prompt_tokens: 312, completion_tokens: 61, total_tokens: 373 }
    const events: Progress[] = [
      ready(1),
      { ...node, type: "node-start", node: "fetch", inputs: Json.of(new Map()) },
      {
        ...node,
        type: "node-log",
        node: "fetch",
        stream: "stdout",
        text: "[2026-11-21T11:06:34+0000] got[2026-11-21T11:06:34+0000]  [2026-11-21T11:06:34+0000] it\n",
      },
      {
        ...node,
        type: "node-end",
        node: "fetch",
        output: Json.of("x".repeat(2214)),
        cache: "off",
        portable: true,
        duration: 12,
      },
      {
        ...node,
        type: "node-end",
        node: "ask",
        output: Json.of("y"),
        cache: "off",
        portable: true,
        duration: 1900,
        usage,
      },
      { ...OF, type: "node-bypass", line: 0, node: "other", condition: "${size.output} is not 'big'" },
      { ...node, type: "node-error", node: "last", error, retrying: true, duration: 1 },
      { ...node, type: "node-error", node: "last", error, retrying: false, duration: 3 },
    ]
    for (const event of events) view.on(event)
    view.end()
    expect(terminal.errors.split("\n")).toEqual([
      "f  python 3.11  local/smollm2",
      "    fetch> got it",
      "  ✓ fetch             12 ms   2,214 chars",
      "  ✓ ask               1.9 s   312 → 61 tokens",
      "  – other                     skipped: ${size.output} is not 'big'",
      "  ✗ last               3 ms   it broke",
      "",
    ])
    expect(view.tokens).toBe(373)
  })
})

describe("what a run adds up to", () => {
  it("counts, measures its speed and names what limits it", () => {
    const state = new BatchState()
    state.add(ready(16), 1000)
    for (let line = 0; line < 6; line++) state.add(lineStart(line), 1000)
    state.add(lineEnd(0, "done"), 2000)
    state.add(lineEnd(1, "failed"), 3000)
    expect(state.figures(5000)).toEqual(["2/16", "1 failed", "0.5 lines/s", "28.0 s left"])
    expect(state.limits(5000)).toBe("in flight 4 of 4, limited by local/smollm2, one call at a time")
    expect(state.part).toBe(2 / 16)
  })

  it("says what calls wait for, while they do", () => {
    const state = new BatchState()
    state.add({ ...ready(16), models: ["open/gpt-4o"] } as Progress, 1000)
    for (let line = 0; line < 4; line++) state.add(lineStart(line), 1000)
    const held = { type: "held", connection: "open", model: "gpt-4o", waiting: 3, ms: 12_000 } as const
    state.add({ ...held, reason: "120 requests a minute, as the service says" }, 2000)
    expect(state.limits(3000)).toBe(
      "in flight 4 of 4, 3 calls wait for open/gpt-4o: 120 requests a minute, as the service says, next in 12.0 s",
    )
    expect(state.limits(9000)).toBe("in flight 4 of 4, limited by --concurrency")
  })

  it("is said in whole lines where nobody watches: failures and the sum", () => {
    const terminal = new RecordingTerminal()
    const view = new BatchView(terminal)
    view.on(ready(2))
    for (const line of [0, 1]) view.on(lineStart(line))
    view.on(lineEnd(0, "done"))
    view.on(lineEnd(1, "failed"))
    view.end()
    const [head, failure, sum] = terminal.errors.split("\n")
    expect(head).toBe("r  python 3.11  local/smollm2")
    expect(failure).toBe("  ! line 1: it broke")
    expect(sum).toMatch(/^1 line done · 1 failed · \d+ ms$/)
  })

  it("draws a bar", () => {
    expect([0, 0.5, 1].map((part) => bar(part, 6))).toEqual(["╸─────", "━━━╸──", "━━━━━━"])
  })
})
