import type { Handle, Progress } from "@internal/sdk"

/** Something that shows progress. */
export interface View {
  on(progress: Progress): void
  /** A line for whoever watches, that stays. */
  say(line: string): void
  end(): void
}

/** A terminal's Ctrl-C reaches both launcher and child, and the launcher passes it on: within this time it is one. */
const SAME_SIGNAL_MS = 100
/** What is in flight may take so long to end after a signal; then it is given up. */
const GRACE_MS = 4000
const SIGNALS = ["SIGINT", "SIGTERM"] as const
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const

/** Set once a signal has asked to stop: the exit code of the command. */
export interface Stopping {
  exitCode: number | undefined
}

/**
 * Shows what a handle does until it ends. The first Ctrl-C (or SIGTERM) lets finish what is in flight, for four seconds at
 * the most; the second stops now. `stopping` then has the exit code.
 */
export async function follow<Result>(
  handle: Handle<Result>,
  view: View,
  stopping: Stopping = { exitCode: undefined },
): Promise<Result> {
  let last = 0
  let grace: NodeJS.Timeout | undefined
  const stop = (signal: (typeof SIGNALS)[number]) => {
    const now = performance.now()
    if (last > 0 && now - last < SAME_SIGNAL_MS) return
    last = now
    view.say(
      stopping.exitCode === undefined
        ? "Finishing what is in flight; Ctrl-C again stops now."
        : "Stopping now.",
    )
    stopping.exitCode = EXIT_CODES[signal]
    handle.cancel()
    grace ??= setTimeout(() => handle.cancel(), GRACE_MS)
  }
  for (const signal of SIGNALS) process.on(signal, stop)
  try {
    for await (const progress of handle.events()) view.on(progress)
    return await handle.result
  } finally {
    clearTimeout(grace)
    for (const signal of SIGNALS) process.off(signal, stop)
    view.end()
  }
}
