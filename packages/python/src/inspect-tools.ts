import { spawn } from "node:child_process"
import { MillraceError } from "@internal/schema"
import { pythonFiles } from "./python-files.ts"

/** As long as the original waits for the metas of tools. */
const TIMEOUT_MS = 60_000

export type ToolQuestion =
  /** Metas of all package tools by id (spec 6.5). */
  | { operation: "package-tools" }
  /** Metas of script tools by path; without `live` from their text alone, so that no code runs. */
  | { operation: "metas"; sources: string[]; live: boolean }
  /** What is wrong with the tools of a package, a script, or one function. */
  | { operation: "validate"; source: string }
  /** A function of a dynamic list or of a generated input (spec 6.4). */
  | {
      operation: "call"
      scenario: string
      function: string
      inputs: Record<string, unknown>
      connections: Record<string, unknown>
      workspace: Record<string, string> | null
    }

export interface InspectOptions {
  interpreter: string
  /** Where scripts are looked for and imported from. */
  folder: string
  environment: Record<string, string>
  signal?: AbortSignal
  timeoutMs?: number
  /** What tools print. */
  onOutput?(text: string): void
}

type Answer = { value: unknown } | { error: { class: string; message: string } }

/**
 * Asks a Python process of its own about tools. Fails with `TOOL_QUESTION_FAILED`, which has the original's class, and
 * with `TOOL_QUESTION_TIMEOUT`.
 */
export async function inspectTools<Value>(question: ToolQuestion, options: InspectOptions): Promise<Value> {
  const { interpreter, folder, environment, signal, timeoutMs = TIMEOUT_MS, onOutput } = options
  const limit = AbortSignal.timeout(timeoutMs)
  const child = spawn(interpreter, [pythonFiles().worker, "--tools"], {
    cwd: folder,
    env: environment,
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
    killSignal: "SIGKILL",
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  })
  let stdout = ""
  let stderr = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text
    onOutput?.(text)
  })
  child.stdin.on("error", () => undefined) // the end of the process says why
  child.stdin.end(JSON.stringify({ ...question, folder }))
  const failure = await new Promise<string | undefined>((resolve) => {
    child.once("error", (error) => resolve(error.message))
    child.once("close", (code) => resolve(code === 0 ? undefined : `Python ended with code ${code}`))
  })
  if (limit.aborted) throw new MillraceError("TOOL_QUESTION_TIMEOUT", { seconds: timeoutMs / 1000 })
  signal?.throwIfAborted()
  if (failure !== undefined) {
    const last = stderr.trim().split("\n").at(-1) ?? ""
    throw new MillraceError("TOOL_QUESTION_FAILED", { detail: `${failure}: ${last}` })
  }
  const answer = JSON.parse(stdout) as Answer // as inspect_tools.py writes it
  if ("value" in answer) return answer.value as Value // each question has one kind of answer
  const { class: name, message } = answer.error
  throw new MillraceError("TOOL_QUESTION_FAILED", { detail: message }, { original: ["UserError", name] })
}
