// A warm Python call with small values, one after another, through the pool alone.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { openPythonPool, resolveRuntime } from "../packages/python/src/index.ts"
import type { ToolSource } from "../packages/schema/src/index.ts"
import { Json } from "../packages/value/src/index.ts"
import { pythonChain } from "./flows.ts"
import { report } from "./measure.ts"

const CALLS = 2000

export async function pythonCall(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "millrace-bench-"))
  try {
    pythonChain(folder, 1)
    const { interpreter } = await resolveRuntime({ folder, home: folder })
    await using pool = openPythonPool({ interpreter, folder })
    const source: ToolSource = { type: "code", path: "noop.py" }
    await pool.prepare([source])
    const { signal } = new AbortController()
    await using session = await pool.open(0, signal)
    const sink = { log: () => {}, delta: () => {}, metric: () => {} }
    const args = new Map([["x", { kind: "json" as const, json: Json.of(1) }]])
    const times: number[] = []
    for (let i = 0; i < CALLS; i++) {
      const start = performance.now()
      await session.call({ node: "n0", source, line: 0, init: new Map(), args }, sink, signal)
      times.push(performance.now() - start)
    }
    times.sort((a, b) => a - b)
    report("warm Python call, small values, median", times[CALLS >> 1] as number, "ms", "≤ 0.3")
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) await pythonCall()
