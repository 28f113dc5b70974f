import { MillraceError } from "@internal/schema"
import type { Value } from "@internal/value"
import { describe, expect, test } from "vitest"
import { type ExecuteOptions, executeRun, PreparedPlan } from "./index.ts"
import type { LineInput, LineOutcome } from "./line/line-context.ts"
import { planOf, START } from "./testing/plan.ts"
import { type Script, ScriptedHost } from "./testing/scripted-host.ts"

type Sketch = Parameters<typeof planOf>[0]

async function run(
  sketch: Sketch,
  scripts: Record<string, Script>,
  rows: Record<string, Value>[],
  options: Partial<ExecuteOptions> = {},
) {
  const host = new ScriptedHost(scripts)
  const lines: LineInput[] = rows.map((row, number) => ({ number, inputs: new Map(Object.entries(row)) }))
  const ended: LineOutcome[] = []
  const prepared = await PreparedPlan.make(planOf(sketch), host)
  const outcome = await host.clock.drive(
    executeRun(prepared, lines, host, {
      start: START,
      concurrency: 4,
      lineEnded: (l) => ended.push(l),
      ...options,
    }),
  )
  ended.sort((a, b) => a.number - b.number)
  return { host, outcome, lines: ended, outputs: ended.map((line) => line.outputs?.text) }
}

const CHAIN: Sketch = {
  inputs: { n: "int" },
  nodes: { a: { inputs: { x: "${inputs.n}" } }, b: { inputs: { x: "${a.output}" } } },
  outputs: { result: "${b.output}", n: "${inputs.n}" },
}
const plusOne: Script = ({ inputs }) => Number(inputs.x) + 1

test("a chain runs in order, and its events tell what happened", async () => {
  const { host, outcome, outputs } = await run(CHAIN, { a: plusOne, b: plusOne }, [{ n: "3" }])
  expect(outputs).toEqual(['{"result":5,"n":3}'])
  expect(outcome).toMatchObject({ status: "done", counts: { done: 1, failed: 0 } })
  expect(host.trace()).toEqual([
    "run-start",
    "line-start@0",
    "node-start a@0",
    "node-end a@0",
    "node-start b@0",
    "node-end b@0",
    "line-end@0",
    "run-end",
  ])
})

test("a journal that takes no more ends the run with its reason, and no further line begins", async () => {
  const host = new ScriptedHost({ a: plusOne, b: plusOne })
  const { append } = host.writer
  let left = 30
  host.writer.append = (events) => {
    if (left-- > 0) return append(events)
    const refused = Promise.reject(new MillraceError("STORE_FAILED", { subject: "it", reason: "full" }))
    refused.catch(() => {})
    return refused
  }
  const lines = Array.from({ length: 100 }, (_, number) => ({ number, inputs: new Map([["n", number]]) }))
  const prepared = await PreparedPlan.make(planOf(CHAIN), host)
  const run = executeRun(prepared, lines, host, { start: START, concurrency: 4 })
  await expect(host.clock.drive(run)).rejects.toMatchObject({ code: "STORE_FAILED" })
  expect(left).toBeGreaterThan(-40)
})

test("a failing line does not stop the others, and the run is done (spec 4.5, 4.8)", async () => {
  const fails: Script = ({ inputs }) => {
    if (inputs.x === 1)
      throw new MillraceError("TOOL_FAILED", { node_name: "a", type: "ValueError", detail: "odd" })
    return inputs.x
  }
  const { host, outcome, lines } = await run(CHAIN, { a: fails, b: plusOne }, [
    { n: 0 },
    { n: 1 },
    { n: "x" },
    { n: 2 },
  ])
  expect(outcome.counts).toEqual({ done: 2, failed: 2, crashed: 0, cancelled: 0 })
  expect(lines.map((line) => line.error?.code)).toEqual([undefined, "TOOL_FAILED", "INPUT_TYPE", undefined])
  expect(outcome.status).toBe("done")
  const started = host.events.filter((event) => event.type === "line-start")
  expect(started.find(({ line }) => line === 2)?.inputs.text).toBe('{"n":"x"}') // recorded as given (spec 3.2)
})

test("what runs beside a failing node ends and is recorded; nothing new starts (spec 3.3)", async () => {
  const sketch: Sketch = {
    nodes: { bad: {}, slow: {}, after: { inputs: { x: "${slow.output}" } } },
    outputs: { x: "${after.output}" },
  }
  const host = new ScriptedHost({
    bad: () => {
      throw new MillraceError("TOOL_FAILED", { node_name: "bad", type: "E", detail: "" })
    },
    slow: async ({ signal }) => {
      await host.clock.sleep(1000, signal)
      return 1
    },
    after: () => 2,
  })
  const prepared = await PreparedPlan.make(planOf(sketch), host)
  const lines = [{ number: 0, inputs: new Map() }]
  await host.clock.drive(executeRun(prepared, lines, host, { start: START, concurrency: 1 }))
  expect(host.trace()).toContain("node-end slow@0")
  expect(host.trace()).not.toContain("node-start after@0")
})

describe("activation (spec 3.4, A.7)", () => {
  const flow = (r: Record<string, unknown>): Sketch => ({
    inputs: { on: "bool" },
    nodes: {
      p: { activate: { when: "${inputs.on}", is: true } },
      q: {},
      n: r as Sketch["nodes"][string],
    },
    outputs: { n: "${n.output}" },
  })
  const echo: Script = ({ inputs }) => inputs
  const scripts = { p: () => "p", q: () => "q", n: echo }

  test.each([
    [
      "one input bypassed, one not: runs with None",
      { inputs: { p: "${p.output}", q: "${q.output}" } },
      '{"n":{"p":null,"q":"q"}}',
    ],
    [
      "all node inputs bypassed: bypassed, literals do not count",
      { inputs: { p: "${p.output}", l: 1 } },
      '{"n":null}',
    ],
    [
      "condition on a bypassed node: bypassed",
      { inputs: { q: "${q.output}" }, activate: { when: "${p.output}", is: "p" } },
      '{"n":null}',
    ],
    [
      "own condition met: runs even if every input is bypassed",
      { inputs: { p: "${p.output}" }, activate: { when: "${inputs.on}", is: false } },
      '{"n":{"p":null}}',
    ],
    [
      "own condition not met: bypassed",
      { inputs: { q: "${q.output}" }, activate: { when: "${inputs.on}", is: true } },
      '{"n":null}',
    ],
  ])("%s", async (_, node, expected) => {
    const { outputs } = await run(flow(node), scripts, [{ on: false }])
    expect(outputs).toEqual([expected])
  })

  test("what is bypassed is told before anything starts, as in the original's records", async () => {
    const first: Sketch = {
      inputs: { on: "bool" },
      nodes: {
        w: {},
        s: { activate: { when: "${inputs.on}", is: true } },
        v: { activate: { when: "${inputs.on}", is: false } },
        u: { inputs: { s: "${s.output}" } },
        z: { inputs: { w: "${w.output}" } },
      },
    }
    const { host } = await run(first, { w: () => 1, s: () => 1, v: () => 1, u: () => 1, z: () => 1 }, [
      { on: false },
    ])
    const begun = host.trace().filter((event) => /^node-(start|bypass)/.test(event))
    expect(begun.map((event) => event.slice(0, -2).split(" ")[1])).toEqual(["s", "u", "w", "v", "z"])
  })

  test("a property of a bypassed node fails the line", async () => {
    const { lines } = await run(
      { ...flow({ inputs: { q: "${q.output}" } }), outputs: { x: "${p.output.a}" } },
      scripts,
      [{ on: false }],
    )
    expect(lines[0]?.error?.code).toBe("REFERENCE_PROPERTY")
  })
})

describe("aggregation (spec 3.7)", () => {
  const sketch: Sketch = {
    inputs: { n: "int" },
    nodes: {
      a: { inputs: { x: "${inputs.n}" } },
      odd: { inputs: { x: "${a.output}" }, activate: { when: "${inputs.n}", is: 1 } },
      agg: {
        inputs: { all: "${a.output}", n: "${inputs.n}", odd: "${odd.output}", k: 7 },
        aggregation: true,
      },
      after: { inputs: { s: "${agg.output}" }, aggregation: true },
    },
    outputs: { a: "${a.output}" },
  }
  test("lists hold the done lines in order of line number, null where bypassed", async () => {
    const seen: unknown[] = []
    const { outcome } = await run(
      sketch,
      {
        a: ({ inputs, line }) => {
          if (line === 2) throw new MillraceError("TOOL_FAILED", { node_name: "a", type: "E", detail: "" })
          return Number(inputs.x) * 10
        },
        odd: () => "odd",
        agg: ({ inputs, sink }) => {
          seen.push(inputs)
          sink.metric("count", { text: "3" } as never)
          return "sum"
        },
        after: ({ inputs }) => {
          seen.push(inputs)
        },
      },
      [{ n: 0 }, { n: 1 }, { n: 2 }, { n: 3 }],
    )
    expect(seen).toEqual([{ all: [0, 10, 30], n: [0, 1, 3], odd: [null, "odd", null], k: 7 }, { s: "sum" }])
    expect([...outcome.metrics.keys()]).toEqual(["count"])
  })

  test("its failure leaves the run done, with the failure told", async () => {
    const { outcome } = await run(
      sketch,
      {
        a: plusOne,
        odd: () => null,
        agg: () => {
          throw new MillraceError("TOOL_FAILED", { node_name: "agg", type: "E", detail: "" })
        },
        after: () => null,
      },
      [{ n: 0 }],
    )
    expect(outcome).toMatchObject({ status: "done", aggregationFailure: { node: "agg" } })
  })

  test("with no done line it still runs, over empty lists", async () => {
    const seen: unknown[] = []
    await run(
      sketch,
      { a: plusOne, odd: plusOne, agg: ({ inputs }) => void seen.push(inputs), after: () => null },
      [{ n: "no" }],
    )
    expect(seen).toEqual([{ all: [], n: [], odd: [], k: 7 }])
  })
})

test("a line that exceeds its time fails; the others do not notice (spec 3.6)", async () => {
  const { lines } = await run(
    CHAIN,
    {
      a: ({ inputs, signal }) =>
        inputs.x === 1
          ? new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)))
          : 0,
      b: plusOne,
    },
    [{ n: 0 }, { n: 1 }, { n: 2 }],
    { lineTimeout: 0.05 },
  )
  expect(lines.map((line) => line.error?.code)).toEqual([undefined, "LINE_TIMEOUT", undefined])
})

test("a tool that ignores its signal does not hold up the line's end", async () => {
  const { lines } = await run(CHAIN, { a: () => new Promise(() => {}), b: plusOne }, [{ n: 0 }], {
    lineTimeout: 0.02,
  })
  expect(lines[0]?.error?.code).toBe("LINE_TIMEOUT")
})

test("draining finishes what is in flight and starts nothing more (spec 3.12)", async () => {
  const drain = new AbortController()
  const { outcome, lines } = await run(
    CHAIN,
    {
      a: ({ line }) => {
        if (line === 1) drain.abort()
        return 0
      },
      b: plusOne,
    },
    [{ n: 0 }, { n: 1 }, { n: 2 }, { n: 3 }],
    { concurrency: 1, drain: drain.signal },
  )
  expect(lines.map((line) => line.status)).toEqual(["done", "done"])
  expect(outcome.status).toBe("cancelled")
})

test("a run that is drained while its last lines are in flight is done, unless something comes after them", async () => {
  const drained = (sketch: Sketch, scripts: Record<string, Script>) => {
    const drain = new AbortController()
    const a: Script = ({ line }) => {
      if (line === 3) drain.abort()
      if (line === 2)
        throw new MillraceError("TOOL_FAILED", { node_name: "a", type: "ValueError", detail: "odd" })
      return 0
    }
    const lines = [{ n: 0 }, { n: 1 }, { n: 2 }, { n: 3 }]
    const start = { ...START, lines: 4 }
    return run(sketch, { a, b: plusOne, ...scripts }, lines, { start, drain: drain.signal })
  }
  const { outcome } = await drained(CHAIN, {})
  expect(outcome).toMatchObject({ status: "done", counts: { done: 3, failed: 1, cancelled: 0 } })
  expect(outcome.error).toBeUndefined()
  const all = { aggregation: true, inputs: { values: "${b.output}" } }
  const more = await drained({ ...CHAIN, nodes: { ...CHAIN.nodes, all } }, { all: () => 1 })
  expect(more.outcome).toMatchObject({ status: "cancelled", counts: { done: 3, failed: 1 } })
})

test("sixteen nodes run at once, in a line and in aggregation (spec 3.3)", async () => {
  let running = 0
  const most = new Map<boolean, number>()
  const script =
    (aggregates: boolean): Script =>
    async ({ signal }) => {
      running++
      most.set(aggregates, Math.max(most.get(aggregates) ?? 0, running))
      await host.clock.sleep(10, signal)
      running--
      return 1
    }
  const names = Array.from({ length: 20 }, (_, i) => `n${i}`)
  const host: ScriptedHost = new ScriptedHost(
    Object.fromEntries(
      names.flatMap((name) => [
        [name, script(false)],
        [`g${name}`, script(true)],
      ]),
    ),
  )
  const nodes = names.flatMap((name) => [
    [name, {}],
    [`g${name}`, { aggregation: true, inputs: { x: `\${${name}.output}` } }],
  ])
  const prepared = await PreparedPlan.make(planOf({ nodes: Object.fromEntries(nodes) }), host)
  const lines = [{ number: 0, inputs: new Map() }]
  await host.clock.drive(executeRun(prepared, lines, host, { start: START, concurrency: 1 }))
  expect(Object.fromEntries(most)).toEqual({ false: 16, true: 16 })
})

test("memory follows what is in flight: lines are pulled only when there is room", async () => {
  let pulled = 0
  let open = 0
  let most = 0
  async function* lines(): AsyncIterable<LineInput> {
    for (let number = 0; number < 50; number++) {
      pulled++
      yield { number, inputs: new Map([["n", number]]) }
    }
  }
  const host = new ScriptedHost({
    a: async ({ inputs }) => {
      open++
      most = Math.max(most, open, pulled - Number(inputs.x))
      await host.clock.sleep(10)
      open--
      return 1
    },
    b: plusOne,
  })
  const prepared = await PreparedPlan.make(planOf(CHAIN), host)
  await host.clock.drive(executeRun(prepared, lines(), host, { start: START, concurrency: 4 }))
  expect(pulled).toBe(50)
  expect(most).toBeLessThanOrEqual(5)
})

test("whatever order nodes end in, a random graph gives the same outputs, each node once and after its inputs (spec 3.3)", async () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = generator(seed)
    const size = 2 + Math.floor(random() * 8)
    const nodes: Sketch["nodes"] = {}
    for (let i = 0; i < size; i++) {
      const inputs: Record<string, unknown> = { i }
      for (let j = 0; j < i; j++) if (random() < 0.4) inputs[`x${j}`] = `\${n${j}.output}`
      nodes[`n${i}`] = { inputs }
    }
    const outputs = Object.fromEntries(Object.keys(nodes).map((name) => [name, `\${${name}.output}`]))
    const sum: Script = ({ inputs }) => Object.values(inputs).reduce((a: number, b) => a + Number(b) + 1, 0)
    const straight = await run({ nodes, outputs }, scriptsFor(nodes, sum), [{}])
    const host = new ScriptedHost({})
    const shuffled = scriptsFor(nodes, async (call) => {
      await host.clock.sleep(Math.floor(random() * 5))
      return sum(call)
    })
    Object.assign(host, new ScriptedHost(shuffled), { clock: host.clock })
    const prepared = await PreparedPlan.make(planOf({ nodes, outputs }), host)
    let line: LineOutcome | undefined
    await host.clock.drive(
      executeRun(prepared, [{ number: 0, inputs: new Map() }], host, {
        start: START,
        concurrency: 1,
        nodeConcurrency: 1 + Math.floor(random() * 4),
        lineEnded: (l) => {
          line = l
        },
      }),
    )
    expect(line?.outputs?.text, `seed ${seed}`).toBe(straight.outputs[0])
  }
})

function scriptsFor(nodes: Sketch["nodes"], script: Script): Record<string, Script> {
  return Object.fromEntries(Object.keys(nodes).map((name) => [name, script]))
}

function generator(seed: number): () => number {
  let state = seed * 2654435761
  return () => {
    state = (state ^ (state << 13)) >>> 0
    state = (state ^ (state >>> 17)) >>> 0
    state = (state ^ (state << 5)) >>> 0
    return state / 2 ** 32
  }
}
