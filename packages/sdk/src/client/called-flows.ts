import { createHash } from "node:crypto"
import { statSync } from "node:fs"
import { join } from "node:path"
import type { Caller } from "@internal/python"
import { errorRecord, MillraceError } from "@internal/schema"
import { type Dict, repr, stringify, type Value } from "@internal/value"
import type { Progress } from "../api/execution.ts"
import { Execution } from "../flow/execution.ts"
import { findFlow } from "../flow/load-flow.ts"
import { testPrepared } from "../flow/test-flow.ts"
import type { Arguments, ClientParts } from "./asked.ts"
import { type CalledAnswer, raised, raisedError } from "./called-answer.ts"
import { CalledOutputs } from "./called-outputs.ts"
import { type FlowContext, requestOf } from "./flow-context.ts"
import { modelCall } from "./model-call.ts"

/** Lines of a called flow that may be in flight: whoever calls it limits them. */
const LINES = 1000
/** Flows that stay ready for the next call. */
const READY = 8

interface Ready {
  execution: Promise<Execution>
  calls: number
}

/**
 * Flows that Python code calls as functions: `load_flow(path)(…)`. Each is made ready once for all calls of its kind. Each
 * execution has its own, so a call waits only for workers that nobody above it holds, however deep flows call flows.
 */
export class CalledFlows implements AsyncDisposable {
  readonly #parts: ClientParts
  readonly #ready = new Map<string, Ready>()
  readonly #streams = new Map<string, CalledOutputs>()

  constructor(parts: ClientParts) {
    this.#parts = parts
  }

  /** Never rejects: what goes wrong is to be raised with the class that the original raises. */
  async call(asked: Arguments, caller: Caller): Promise<CalledAnswer> {
    try {
      return await this.#call(this.#opened(asked), asked, caller)
    } catch (thrown) {
      return raised(thrown)
    }
  }

  async #call(ready: Ready, asked: Arguments, caller: Caller): Promise<CalledAnswer> {
    let goesOn = false
    try {
      const execution = await ready.execution
      const inputs = givenInputs(execution, asked.exact.get("inputs") as Dict)
      const outputs = new CalledOutputs()
      const run = this.#run(execution, inputs, { asked, caller, outputs })
      if (asked.plain.streaming !== true) return await run
      const begun = await Promise.race([outputs.begun, run.then(() => undefined)])
      if (!begun || begun.generators.size === 0) return await run
      goesOn = true
      const stream = crypto.randomUUID()
      this.#streams.set(stream, outputs)
      void run
        .catch(raised)
        .then((answer) => outputs.end(answer))
        .finally(() => ready.calls--)
      return { outputs: begun.outputs, generators: Object.fromEntries(begun.generators), stream }
    } finally {
      if (!goesOn) ready.calls--
    }
  }

  /** The next piece of an output that is a generator; nothing at its end. */
  async next({ stream, output }: { stream: string; output: string }): Promise<unknown> {
    const outputs = this.#streams.get(stream)
    const answer = (await outputs?.next(output)) ?? {}
    if (outputs?.isRead) this.#streams.delete(stream)
    return answer
  }

  async #run(
    execution: Execution,
    inputs: Dict,
    { asked, caller, outputs }: { asked: Arguments; caller: Caller; outputs: CalledOutputs },
  ): Promise<CalledAnswer> {
    const { context, plain } = asked
    let details: string | undefined
    const told = (progress: Progress) => {
      if (progress.type === "call-end") caller.modelCall(modelCall(progress))
      else if (progress.type === "log") this.#parts.request.report(progress)
    }
    const handle = { name: crypto.randomUUID(), emit: told, stop: caller.signal }
    const { status, output, error } = await testPrepared(
      context,
      execution,
      { inputs, output: false },
      handle,
      {
        streaming: plain.streaming === true,
        called: {
          ended: (record) => {
            if (plain.details === true) details = record.details()
          },
          ...(plain.streaming === true && { outputs }),
        },
      },
    )
    if (status === "done") return { outputs: stringify(output), ...(details !== undefined && { details }) }
    return {
      error: raisedError(error ?? errorRecord(new MillraceError("CANCELED"))),
    }
  }

  /** The flow, ready, for one more call: the same for the same file, context and surroundings of the code. */
  #opened(asked: Arguments): Ready {
    const key = keyOf(asked)
    const known = this.#ready.get(key)
    if (known) {
      known.calls++
      this.#ready.delete(key)
      this.#ready.set(key, known) // as the one that was called last
      return known
    }
    const { context, plain, asker, exact } = asked
    const { connection, record, replay, report, gate } = this.#parts.request
    const execution = Execution.prepare(context, {
      flow: String(plain.path),
      concurrency: LINES,
      report: (progress) => {
        if (progress.type !== "ready") report(progress)
      },
      ...(connection !== undefined && { connection }),
      ...(record !== undefined && { record }),
      ...(replay !== undefined && { replay }),
      ...(gate && { gate }),
      ...requestOf((plain.context ?? {}) as FlowContext, exact.get("context") as Dict | undefined),
      called: { scrubber: this.#parts.scrubber, interpreter: asker.interpreter },
    })
    const ready = { execution, calls: 1 }
    this.#ready.set(key, ready)
    execution.catch(() => this.#ready.delete(key))
    this.#forget()
    return ready
  }

  /** Ends the ones that were called least recently and are not called now. */
  #forget(): void {
    for (const [key, { calls, execution }] of this.#ready) {
      if (this.#ready.size <= READY) return
      if (calls > 0) continue
      this.#ready.delete(key)
      void execution.then((ended) => ended[Symbol.asyncDispose]())
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const all = [...this.#ready.values()]
    this.#ready.clear()
    await Promise.all(
      all.map(({ execution }) =>
        execution.then(
          (ended) => ended[Symbol.asyncDispose](),
          () => {},
        ),
      ),
    )
  }
}

function keyOf({ context, plain, asker }: Arguments): string {
  const { folder, file } = findFlow(String(plain.path), context.places.cwd)
  const stats = statSync(join(folder, file), { throwIfNoEntry: false })
  const parts = [folder, file, stats?.mtimeMs, stats?.size, plain.context, asker]
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex")
}

/** The inputs, all there. Fails as the original does, with `INPUTS_REQUIRED`. */
function givenInputs(execution: Execution, given: Dict): Dict {
  const missing = execution.plan.inputs.filter(
    (port) => port.default === undefined && given.get(port.name) === undefined,
  )
  if (missing.length === 0) return given
  const inputs = repr(missing.map(({ name }): Value => name))
  throw new MillraceError(
    "INPUTS_REQUIRED",
    { inputs, subject: "flow" },
    {
      message: `Required input fields ${inputs} are missing in request data ${repr(given)}`,
      original: ["UserError", "BadRequest", "MissingRequiredFlowInput"],
      target: "ServingApp",
    },
  )
}
