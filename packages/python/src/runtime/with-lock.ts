import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { MillraceError } from "@internal/schema"

/**
 * Runs `work` while no other process does under the same lock file. A lock whose process is gone is taken over.
 *
 * @throws MillraceError RUNTIME_FAILED where nobody can take it: the disk is read-only, the name too long
 */
export async function withLock<T>(
  file: string,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
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
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, String(process.pid), { flag: "wx" })
    return true
  } catch (cause) {
    const { code, message: reason } = cause as NodeJS.ErrnoException
    if (code === "EEXIST") return false
    const hint = "Check the path, the permissions and the disk."
    throw new MillraceError("RUNTIME_FAILED", { path: file, reason, hint }, { cause })
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
