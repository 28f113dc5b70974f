// Journal: records a second, 16 lines in flight, through a real store in a temporary home.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { currentOwner, openStore } from "../packages/store/src/index.ts"
import { Json } from "../packages/value/src/index.ts"
import { median, report } from "./measure.ts"

const LINES = 2000
const IN_FLIGHT = 16

export async function journal(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), "millrace-bench-"))
  try {
    await using store = await openStore({ home })
    let run = 0
    const rate = await median(3, async () => {
      const name = `bench-${run++}`
      await store.runs.create({ name, kind: "batch", flowName: "bench", flowPath: home })
      const writer = await store.journal.claim(name, currentOwner())
      const start = performance.now()
      let next = 0
      const value = Json.ofText('{"x":1}')
      const worker = async () => {
        while (next < LINES) {
          const line = next++
          void writer.append([{ type: "line-start", line, attempt: 1, inputs: value }])
          void writer.append([{ type: "node-start", line, node: "n", attempt: 1, inputs: value }])
          await writer.append([
            {
              type: "node-end",
              line,
              node: "n",
              attempt: 1,
              output: value,
              cache: "off",
              portable: true,
              duration: 1,
            },
          ])
          await writer.append([{ type: "line-end", line, status: "done", outputs: value, duration: 1 }])
        }
      }
      await Promise.all(Array.from({ length: IN_FLIGHT }, worker))
      await writer.close()
      return (LINES * 4) / ((performance.now() - start) / 1000)
    })
    report("journal, records a second", rate, "", "≥ 20,000")
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

if (import.meta.main) await journal()
