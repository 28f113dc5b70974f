import { spawn } from "node:child_process"

export interface CommandResult {
  /** Exit code; `null` when it could not be started or was killed. */
  code: number | null
  /** The last 4,000 characters of what it printed, or why it did not start. */
  output: string
}

/** Runs a tool of the user's machine without a shell and without our own variables. Never rejects, but when aborted. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: { cwd: string; signal: AbortSignal; env?: Record<string, string> },
): Promise<CommandResult> {
  const { cwd, signal } = options
  signal.throwIfAborted()
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("MILLRACE_"))
  const env = { ...Object.fromEntries(inherited), ...options.env }
  // npm and pip are scripts on Windows, which only a shell can start; the arguments are all ours.
  const shell = process.platform === "win32"
  const child = spawn(command, args, { cwd, env, shell, stdio: ["ignore", "pipe", "pipe"] })
  let output = ""
  const hear = (chunk: Buffer): void => {
    output = (output + chunk).slice(-4000)
  }
  child.stdout.on("data", hear)
  child.stderr.on("data", hear)
  const stop = (): void => void child.kill()
  signal.addEventListener("abort", stop)
  try {
    const code = await new Promise<number | null>((resolve) => {
      child.on("error", (error) => {
        output = error.message
        resolve(null)
      })
      child.on("close", resolve)
    })
    signal.throwIfAborted()
    return { code, output: output.trim() }
  } finally {
    signal.removeEventListener("abort", stop)
  }
}
