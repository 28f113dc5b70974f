import { spawn } from "node:child_process"

export interface CommandResult {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs a command to its end; each line it writes goes to `onLine`. Never rejects for a failure of the command. */
export function runCommand(
  command: string,
  args: string[],
  options: {
    cwd?: string
    /** Default: that of this process. */
    env?: Record<string, string>
    onLine?: (line: string) => void
    signal?: AbortSignal
  } = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const result: CommandResult = { code: null, stdout: "", stderr: "" }
    const child = spawn(command, args, {
      cwd: options.cwd,
      ...(options.env && { env: options.env }),
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
      ...(options.signal && { signal: options.signal }),
    })
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        result[stream] += text
        for (const line of text.split("\n")) if (line.trim() !== "") options.onLine?.(line.trim())
      })
    }
    child.once("error", (error) => resolve({ ...result, stderr: error.message }))
    child.once("close", (code) => resolve({ ...result, code }))
  })
}
