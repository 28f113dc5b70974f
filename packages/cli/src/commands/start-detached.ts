import { spawn } from "node:child_process"
import type { Context } from "../context.ts"

/** Starts this program again, to go on by itself when this process has ended. */
export function startDetached(words: readonly string[], context: Pick<Context, "cwd" | "env">): void {
  const [, program = ""] = process.argv
  const child = spawn(process.execPath, [program, ...words], {
    cwd: context.cwd,
    env: context.env,
    detached: true,
    stdio: "ignore",
  })
  child.unref()
}
