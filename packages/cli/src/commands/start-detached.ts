import { type ChildProcess, spawn } from "node:child_process"
import type { Context } from "../context.ts"

/** Starts this program again, to go on by itself when this process has ended. `log`: where its words go. */
export function startDetached(
  words: readonly string[],
  context: Pick<Context, "cwd" | "env">,
  log: number | "ignore" = "ignore",
): ChildProcess {
  const [, program = ""] = process.argv
  const child = spawn(process.execPath, [program, ...words], {
    cwd: context.cwd,
    env: context.env,
    detached: true,
    stdio: ["ignore", log, log],
  })
  child.unref()
  return child
}
