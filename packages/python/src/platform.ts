import { readFileSync } from "node:fs"
import { freemem, tmpdir } from "node:os"
import { join } from "node:path"

/** What this room needs to know of the machine; tests hand in another one. */
export interface Platform {
  name: NodeJS.Platform
  /** Workers may be forked from the supervisor. macOS can fork, but its system libraries abort in the child. */
  fork: boolean
  /** Processes get a session of their own, so that a terminal's Ctrl-C stays with the engine. */
  detached: boolean
  /** Where the interpreter of a virtual environment is. */
  venvPython: string
  temporary: string
  executable: string
}

/** Unix sockets have paths of at most 104 bytes (macOS) or 108 (Linux). */
const LONGEST_SOCKET_FOLDER = 70

export function platformOf(name: NodeJS.Platform = process.platform, temporary = tmpdir()): Platform {
  const windows = name === "win32"
  return {
    name,
    fork: name === "linux",
    detached: !windows,
    venvPython: windows ? join("Scripts", "python.exe") : join("bin", "python"),
    temporary: !windows && temporary.length > LONGEST_SOCKET_FOLDER ? "/tmp" : temporary,
    executable: windows ? "python" : "python3",
  }
}

const LEAST_WORKER = 24 << 20

/** How many workers beyond the first four fit into half of the memory that is free, by the size of the first. */
export function moreWorkers(pid: number): number {
  return Math.max(0, Math.floor(freemem() / 2 / Math.max(LEAST_WORKER, residentBytes(pid))) - 4)
}

function residentBytes(pid: number): number {
  try {
    const anonymous = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))
    return Number(anonymous?.[1] ?? 0) * 1024
  } catch {
    return 64 << 20
  }
}
