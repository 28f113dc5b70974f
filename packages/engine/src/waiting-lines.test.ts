import type { Connection, Model, NewEvent } from "@internal/schema"
import { expect, test } from "vitest"
import { executeRun, PreparedPlan } from "./index.ts"
import { AdaptiveLimiter } from "./limiter/adaptive-limiter.ts"
import type { LineInput } from "./line/line-context.ts"
import { planOf, START } from "./testing/plan.ts"
import { ScriptedHost } from "./testing/scripted-host.ts"

const CONNECTION: Connection = {
  name: "c",
  type: "OpenAIConnection",
  module: "promptflow.connections",
  configs: {},
  secrets: {},
}

/** Lines of a kind each: `ask` asks a model, `code` runs code, `both` does the one and then the other. */
async function run(
  kinds: string[],
  requestsPerMinute: number,
  { concurrency, stopAt }: { concurrency: number; stopAt?: number },
) {
  const working = { now: 0, most: 0 }
  const open = { now: 0, most: 0 }
  const work = async (ms: number, signal: AbortSignal) => {
    working.most = Math.max(working.most, ++working.now)
    await host.clock.sleep(ms, signal).finally(() => working.now--)
  }
  const model: Model = {
    endpoint: { account: "a", connection: "c", allowed: { requestsPerMinute } },
    async *chat(_, { signal }) {
      await work(500, signal)
      yield { type: "text", text: "yes" }
      yield { type: "end", finishReason: "stop" }
    },
    complete: () => {
      throw new TypeError("nobody asks for a completion")
    },
    embed: () => Promise.reject(new TypeError("nobody asks for an embedding")),
  }
  const host = new ScriptedHost(
    { code: ({ signal }) => work(3000, signal) },
    {
      connections: [CONNECTION],
      model,
      limiter: (clock) => new AdaptiveLimiter(clock).for({ interactive: false, weight: 1 }),
    },
  )
  const ends: { line: number | null; status: string; at: number }[] = []
  const { append } = host.writer
  host.writer.append = (events: NewEvent[]) => {
    for (const event of events) {
      if (event.type === "line-start") open.most = Math.max(open.most, ++open.now)
      if (event.type !== "line-end") continue
      open.now--
      ends.push({ line: event.line, status: event.status, at: host.clock.now() })
    }
    return append(events)
  }
  const plan = planOf({
    inputs: { ask: "bool", code: "bool" },
    nodes: {
      ask: {
        template: "user:\nwell?",
        llm: { connection: "c" },
        inputs: { model: "m" },
        activate: { when: "${inputs.ask}", is: true },
      },
      code: { inputs: { after: "${ask.output}" }, activate: { when: "${inputs.code}", is: true } },
    },
    outputs: { code: "${code.output}" },
  })
  const lines: LineInput[] = kinds.map((kind, number) => ({
    number,
    inputs: new Map([
      ["ask", kind !== "code"],
      ["code", kind !== "ask"],
    ]),
  }))
  const stop = new AbortController()
  if (stopAt !== undefined) void host.clock.sleep(stopAt).then(() => stop.abort())
  const prepared = await PreparedPlan.make(plan, host)
  const { counts } = await host.clock.drive(
    executeRun(prepared, lines, host, { start: START, concurrency, signal: stop.signal }),
  )
  return { ends, counts, working: working.most, open: open.most }
}

const times = (n: number, kind: string): string[] => Array.from({ length: n }, () => kind)

test("lines that wait at the limiter let others work (contracts.md, Executing)", async () => {
  const kinds = [...times(5, "ask"), ...times(3, "code"), ...times(4, "ask")]
  const { ends, counts, working, open } = await run(kinds, 12, { concurrency: 2 })
  expect(counts.done).toBe(12)
  // the calls take a minute; nobody who makes none has to wait for them
  expect(Math.max(...ends.map(({ at }) => at))).toBeGreaterThan(40_000)
  for (const { line, at } of ends) if (kinds[line ?? 0] === "code") expect(at).toBeLessThan(8000)
  expect(working).toBe(2)
  expect(open).toBe(8) // four times two
})

test("a line has its slot again before it goes on: one at a time stays one at a time", async () => {
  const { ends, counts, working } = await run(times(12, "both"), 120, { concurrency: 1 })
  expect(counts.done).toBe(12)
  expect(working).toBe(1)
  expect(Math.max(...ends.map(({ at }) => at))).toBeLessThan(12 * 3500 + 1000)
})

test("a run that is stopped while its lines wait ends at once", async () => {
  const kinds = [...times(4, "ask"), ...times(20, "both")]
  const { ends, counts } = await run(kinds, 1, { concurrency: 2, stopAt: 100_000 })
  expect(counts).toEqual({ done: 2, failed: 0, crashed: 0, cancelled: 8 })
  expect(Math.max(...ends.map(({ at }) => at))).toBe(100_000)
})
