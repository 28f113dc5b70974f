import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { hostname, uptime } from "node:os"
import type { Owner } from "@internal/schema"

/** This process, as the writer of runs. Everything about platforms that this room knows is in this file. */
export function currentOwner(): Owner {
  self ??= { host: hostname(), boot: bootId(), pid: process.pid, started: startOf(process.pid) ?? "" }
  return self
}
let self: Owner | undefined

/**
 * Whether the owner's process still lives. One on another machine counts as living, since nobody here can tell; one
 * from before the last boot does not, nor one whose pid belongs to a younger process now.
 */
export function isAlive(owner: Owner): boolean {
  const here = currentOwner()
  if (owner.host !== here.host) return true
  if (owner.boot !== here.boot) return false
  if (owner.pid === here.pid) return owner.started === here.started
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    // EPERM: it exists and is somebody else's
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false
  }
  const started = startOf(owner.pid)
  return started === undefined || owner.started === "" || started === owner.started
}

export function ownerText(owner: Owner): string {
  return `process ${owner.pid} on ${owner.host}`
}

function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()
  } catch {
    return (
      answerOf("sysctl", ["-n", "kern.boottime"]) ?? `${Math.round((Date.now() / 1000 - uptime()) / 600)}`
    )
  }
}

/** When a process started, in words that differ between two processes with one pid; undefined when unknown. */
function startOf(pid: number): string | undefined {
  if (process.platform === "linux") {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
      // the name in parentheses may hold blanks; the state is field 3, the start time field 22
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
      return fields[0] === "Z" ? "ended" : fields[19]
    } catch {
      return undefined
    }
  }
  return answerOf("ps", ["-o", "lstart=", "-p", String(pid)])
}

function answerOf(command: string, args: string[]): string | undefined {
  if (process.platform === "win32") return undefined
  try {
    return (
      execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim() ||
      undefined
    )
  } catch {
    return undefined
  }
}
