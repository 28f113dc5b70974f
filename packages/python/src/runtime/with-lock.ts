import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"

/** Runs `work` while no other process does under the same lock file. A lock whose process is gone is taken over. */
export async function withLock<T>(
  file: string,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  mkdirSync(dirname(file), { recursive: true })
  while (!take(file)) {
    signal?.throwIfAborted()
    if (isStale(file)) rmSync(file, { force: true })
    else await sleep(200)
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false
    throw error // it can never be taken: nobody may write there, or the name is too long
  }
}

function isStale(file: string): boolean {
  try {
    const owner = Number(readFileSync(file, "utf8"))
    if (!(owner > 0)) return false
    process.kill(owner, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH" // node's own errors have a code
  }
}
