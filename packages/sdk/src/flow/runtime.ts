import { resolveRuntime } from "@internal/python"
import type { ExecutionOptions, Progress } from "../api/execution.ts"
import type { Context } from "../context.ts"
import { wholeNumber } from "../whole-number.ts"

export interface ChosenRuntime {
  /** As the screen shows it: the runtime's name, or where the interpreter is. */
  name: string
  pool: { interpreter: string; method?: "fork" | "spawn"; workers?: number }
}

/** The interpreter of a flow and how its workers are made; making an environment tells its progress. */
export async function chooseRuntime(
  context: Context,
  folder: string,
  request: Pick<ExecutionOptions, "runtime" | "install" | "signal"> & { report(progress: Progress): void },
): Promise<ChosenRuntime> {
  const { home } = context.places
  const { runtime, install, signal, report } = request
  const found = await resolveRuntime({
    folder,
    home,
    ...(runtime !== undefined && { runtime }),
    ...(install !== undefined && { install }),
    ...(signal && { signal }),
    onProgress: (step) => report({ type: "setup", step }),
  })
  if (found.warning !== undefined) report({ type: "warning", message: found.warning })
  return {
    ...runtimeOf(context, found.interpreter),
    name: found.kind === "system" ? "python3" : found.name,
  }
}

/** An interpreter that is known. */
export function runtimeOf({ places: { env } }: Context, interpreter: string): ChosenRuntime {
  const workers = wholeNumber(env.PF_WORKER_COUNT)
  return {
    name: interpreter,
    pool: {
      interpreter,
      ...(env.PF_BATCH_METHOD === "spawn" && { method: "spawn" as const }),
      ...(workers !== undefined && { workers }),
    },
  }
}
