import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { afterAll, expect, test } from "vitest"
import { lineEvents, runEnd } from "../testing/events.ts"
import { currentOwner } from "./owner.ts"
import { openStore } from "./store.ts"

const root = mkdtempSync(join(tmpdir(), "millrace-faults-"))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const APPEND_LINES = fileURLToPath(new URL("../testing/append-lines.ts", import.meta.url))

function lines(child: ChildProcess): AsyncIterable<string> {
  return createInterface({ input: child.stdout as NodeJS.ReadableStream })
}

async function eventsOf(store: Awaited<ReturnType<typeof openStore>>): Promise<number> {
  let count = 0
  for await (const event of store.journal.read("r")) expect(event.seq).toBe(++count)
  return count
}

test.for([1, 2, 3])("what was acknowledged is there after kill -9 (%i)", async (round) => {
  const home = join(root, `killed-${round}`)
  const child = spawn(process.execPath, [APPEND_LINES, home], { stdio: ["ignore", "pipe", "inherit"] })
  const exited = once(child, "exit")
  let acknowledged = 0
  for await (const line of lines(child)) {
    acknowledged = Number(line)
    if (acknowledged > 150 * round) child.kill("SIGKILL")
  }
  await exited

  await using store = await openStore({ home })
  expect(await eventsOf(store)).toBeGreaterThanOrEqual(acknowledged)
  expect(await store.runs.verify("r")).toEqual([])
  const left = await store.runs.get("r")
  expect(left.state).toBe("interrupted")

  // another process can take the run up where it stands
  const writer = await store.journal.claim("r", currentOwner())
  const next = left.summary.counts.done + left.summary.counts.running
  await writer.append([...lineEvents(next), runEnd(next)])
  await writer.close()
  expect(await store.runs.verify("r")).toEqual([])
  expect((await store.runs.get("r")).state).toBe("done")
})

test("a run that another process writes is refused, with who that is", async () => {
  const home = join(root, "held")
  const child = spawn(process.execPath, [APPEND_LINES, home], { stdio: ["ignore", "pipe", "inherit"] })
  const exited = once(child, "exit")
  for await (const _ of lines(child)) break
  await using store = await openStore({ home })
  await expect(store.journal.claim("r", currentOwner())).rejects.toMatchObject({
    code: "RUN_TAKEN_OVER",
    message: expect.stringContaining(`process ${child.pid}`),
  })
  expect((await store.runs.get("r")).state).toBe("running")
  child.kill("SIGKILL")
  await exited
  await (await store.journal.claim("r", currentOwner())).close()
})

test.skipIf(process.platform === "win32")("a full disk is said, and loses nothing acknowledged", async () => {
  const home = join(root, "full")
  // files may grow to 512 blocks; the signal is ignored so that writing fails, as on a full disk
  const script = `trap '' XFSZ; ulimit -f 512; exec "$0" "$@"`
  const args = ["-c", script, process.execPath, APPEND_LINES, home]
  const child = spawn("sh", args, { stdio: ["ignore", "pipe", "inherit"] })
  let last = ""
  for await (const line of lines(child)) last = line
  const refusal = JSON.parse(last)
  expect(refusal).toMatchObject({ code: "STORE_FAILED", hint: expect.stringContaining("disk") })

  await using store = await openStore({ home })
  expect(await eventsOf(store)).toBeGreaterThanOrEqual(refusal.acknowledged)
  expect(await store.runs.verify("r")).toEqual([])
})
