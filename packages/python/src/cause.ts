import { constants } from "node:os"

/** How a process ended. */
export interface Exit {
  code: number | null
  /** Number of the signal. */
  signal: number | null
}

export function signalNumber(name: NodeJS.Signals | null): number | null {
  return name === null ? null : (constants.signals[name] ?? null)
}

/** What a worker ends with when a tool closed its connection (`channel.py`). */
const CONNECTION_CLOSED = 72

/** `signal 9` or `exit code 3`. */
export function causeOf(exit: Exit | undefined): string {
  if (!exit) return "its connection closed"
  return exit.signal !== null ? `signal ${exit.signal}` : `exit code ${exit.code}`
}

const { signals } = constants
/** What a process does to itself by what its code does wrong. */
const OWN_SIGNALS: readonly number[] = [
  signals.SIGSEGV,
  signals.SIGABRT,
  signals.SIGBUS,
  signals.SIGFPE,
  signals.SIGILL,
  signals.SIGTRAP,
  signals.SIGSYS,
]

/** Whether somebody else ended it: a user, the system that ran out of memory, whoever limits it. */
export function wasKilled(exit: Exit | undefined): boolean {
  return exit !== undefined && exit.signal !== null && !OWN_SIGNALS.includes(exit.signal)
}

/** What usually lies behind such an end, and what to do. */
export function deathHint(exit: Exit | undefined): string {
  if (exit?.signal === signals.SIGKILL) {
    return "The system may have run out of memory: try fewer lines at once (--concurrency)."
  }
  if (wasKilled(exit)) return "Somebody or something else on this machine ended it."
  if (exit && exit.signal !== null) {
    return "A native library crashed: the lines above name the Python code that called it."
  }
  if (exit?.code === CONNECTION_CLOSED) {
    return "The code of a tool closed files that it had not opened, among them the connection to the engine."
  }
  if (exit?.code !== null && exit?.code !== undefined) {
    return "The code of a tool ended its process (os._exit?): raise an exception instead."
  }
  return "Run the line again alone to see what happened."
}
