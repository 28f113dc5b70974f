import { executeRun } from "@internal/engine"
import type { ExperimentRole } from "@internal/flow"
import { MillraceError, type Usage, type Writer } from "@internal/schema"
import type { Dict } from "@internal/value"
import type { ExecutionOptions, Progress } from "../api/execution.ts"
import type { Context } from "../context.ts"
import { Execution } from "../flow/execution.ts"
import { runStart } from "../runs/run-start.ts"
import { checkRole, type TurnResult } from "./chat-group.ts"

const NO_USAGE: Usage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }

/** A role's flow, read and warm, that is run turn by turn; what its nodes do is told, and not kept by itself. */
export class RoleFlow implements AsyncDisposable {
  readonly role: ExperimentRole
  readonly execution: Execution
  readonly #report: (progress: Progress) => void

  private constructor(role: ExperimentRole, execution: Execution, report: (progress: Progress) => void) {
    this.role = role
    this.execution = execution
    this.#report = report
  }

  static async open(
    context: Context,
    role: ExperimentRole,
    options: Omit<ExecutionOptions, "flow"> & { concurrency: number; report(progress: Progress): void },
  ): Promise<RoleFlow> {
    const execution = await Execution.prepare(context, { ...options, flow: role.path })
    try {
      await execution.check()
      checkRole(role, execution.plan)
      return new RoleFlow(role, execution, options.report)
    } catch (thrown) {
      await execution[Symbol.asyncDispose]()
      throw execution.told(thrown)
    }
  }

  async turn(inputs: Dict, signal: AbortSignal): Promise<TurnResult> {
    const { plan, scrubber } = this.execution
    const host = this.execution.host(unkept())
    const prepared = await this.execution.ready(host)
    let result: TurnResult = { usage: NO_USAGE }
    await executeRun(prepared, [{ number: 0, inputs }], host, {
      start: runStart(plan, { lines: 1 }),
      concurrency: 1,
      aggregateDoneOnly: true,
      signal,
      lineEnded: ({ outputs, usage, error }) => {
        const value = outputs && scrubber.value(outputs).value
        result = {
          usage,
          ...(value instanceof Map && { outputs: value }),
          ...(error && { error: this.execution.told(error) }),
        }
      },
    })
    if (signal.aborted) return { usage: result.usage, error: new MillraceError("CANCELED") }
    return result
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.execution[Symbol.asyncDispose]()
  }
}

function unkept(): Writer {
  return { append: async () => {}, close: async () => {} }
}
