import { execFileSync } from "node:child_process"
import type { Context } from "../context.ts"
import type { ExecutionRequest } from "./execution.ts"

export interface ChosenRuntime {
  /** As the screen shows it: `python 3.11 · .venv`. */
  name: string
  pool: { interpreter: string; method?: "fork" | "spawn"; workers?: number }
}

export async function chooseRuntime(
  context: Context,
  _folder: string,
  _request: ExecutionRequest,
): Promise<ChosenRuntime> {
  const { env } = context.places
  const interpreter = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], {
    encoding: "utf8",
  }).trim()
  const workers = Number.parseInt(env.PF_WORKER_COUNT ?? "", 10)
  return { name: "python", pool: { interpreter, ...(workers > 0 && { workers }) } }
}
