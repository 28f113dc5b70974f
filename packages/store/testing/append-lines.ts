/**
 * A process that writes the run `r` of the store in `argv[2]` and says on stdout how many events are acknowledged, until
 * it is killed or refused; the refusal is its last line.
 */
import type { MillraceError } from "@internal/schema"
import { currentOwner } from "../src/owner.ts"
import { openStore } from "../src/store.ts"
import { lineEvents, runStart } from "./events.ts"

const store = await openStore({ home: process.argv[2] as string })
await store.runs.create({ name: "r", kind: "batch", flowName: "f", flowPath: "/f" })
const writer = await store.journal.claim("r", currentOwner())
let acknowledged = 0
try {
  await writer.append([runStart(null)])
  acknowledged++
  for (let line = 0; ; line++) {
    const events = lineEvents(line, { nodes: ["a", "b"], text: "x".repeat(line % 7 === 0 ? 20_000 : 200) })
    for (const event of events) {
      await writer.append([event])
      acknowledged++
    }
    process.stdout.write(`${acknowledged}\n`)
  }
} catch (error) {
  const { code, message, hint } = error as MillraceError
  process.stdout.write(`${JSON.stringify({ code, message, hint, acknowledged })}\n`)
}
