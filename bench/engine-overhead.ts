// Engine overhead per no-op node, in memory: 1,000 nodes in one line, at once and one after another (issue 3, figures).
import {
  executeRun,
  type LineInput,
  PreparedPlan,
  systemClock,
  unlimited,
} from "../packages/engine/src/index.ts"
import type {
  CallResult,
  Host,
  LineSession,
  Plan,
  PlannedNode,
  ToolRunner,
} from "../packages/schema/src/index.ts"
import { Json } from "../packages/value/src/index.ts"
import { median, report } from "./measure.ts"

const NODES = 1000
const RESULT: CallResult = { value: { kind: "json", json: Json.of(1) }, portable: true, calls: [] }

export async function engineOverhead(): Promise<void> {
  const parallel = await microsecondsPerNode(
    nodes(() => []),
    16,
  )
  const chained = await microsecondsPerNode(
    nodes((i) => (i === 0 ? [] : [`n${i - 1}`])),
    16,
  )
  report("engine, per no-op node, 16 in flight", parallel, "µs", "≤ 20")
  report("engine, per no-op node, one after another", chained, "µs", "≤ 60")
}

async function microsecondsPerNode(list: PlannedNode[], nodeConcurrency: number): Promise<number> {
  const host = noopHost()
  const prepared = await PreparedPlan.make(planOf(list), host)
  return median(9, async () => {
    const lines: LineInput[] = [{ number: 0, inputs: new Map() }]
    const start = performance.now()
    await executeRun(prepared, lines, host, { start: runStart, concurrency: 1, nodeConcurrency })
    return ((performance.now() - start) * 1000) / NODES
  })
}

const runStart = {
  type: "run-start",
  plan: "bench",
  flow: "bench",
  lines: 1,
  versions: { millrace: "0", node: process.version, flow: "bench" },
} as const

function nodes(after: (i: number) => string[]): PlannedNode[] {
  return Array.from({ length: NODES }, (_, i) => {
    const dependencies = after(i)
    return {
      name: `n${i}`,
      tool: { kind: "javascript", path: "noop.ts", signature: undefined },
      stage: "line",
      bindings: Object.fromEntries(
        dependencies.map((node) => [
          "x",
          { kind: "node-output", node, section: "output", property: "", text: `\${${node}.output}` },
        ]),
      ),
      after: dependencies,
      escaped: [],
    }
  })
}

function planOf(list: PlannedNode[]): Plan {
  return {
    kind: "dag",
    name: "bench",
    hash: "0",
    inputs: [],
    outputs: [],
    nodes: list,
    messageFormat: "basic",
    environment: {},
    diagnostics: [],
  }
}

function noopHost(): Host {
  const unused = () => Promise.reject(new TypeError("a no-op node has no live values"))
  const session: LineSession = {
    call: () => Promise.resolve(RESULT),
    property: unused,
    equals: unused,
    look: unused,
    join: unused,
    output: unused,
    whole: unused,
    keep: unused,
    async [Symbol.asyncDispose]() {},
  }
  const runner: ToolRunner = {
    prepare: async () => [],
    open: async () => session,
    async [Symbol.asyncDispose]() {},
  }
  return {
    writer: { append: () => Promise.resolve(), close: () => Promise.resolve() },
    python: undefined,
    javascript: runner,
    models: { chat: unused },
    connections: { get: async () => undefined },
    limiter: unlimited,
    clock: systemClock,
  }
}

if (import.meta.main) await engineOverhead()
