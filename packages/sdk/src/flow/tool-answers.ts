import { answerTool, systemClock } from "@internal/engine"
import type { Caller } from "@internal/python"
import type { Scrubber } from "@internal/store"
import type { Context } from "../context.ts"
import { limiterOf } from "../limiter.ts"
import type { ImageFolder } from "../media/image-folder.ts"
import { FlowCodeCalls } from "../models/flow-code-calls.ts"
import { modelSource } from "../models/model-source.ts"
import { PromptyAnswers } from "../prompty/answer-prompty.ts"
import type { ServiceAsking } from "../tools/service-calls.ts"
import type { ExecutionRequest } from "./execution-request.ts"

export type ToolAnswers = ReturnType<typeof toolAnswers>

/** Answers what Python code asks of the engine, until it is told to stop. */
export function toolAnswers(
  context: Context,
  scrubber: Scrubber,
  request: Pick<ExecutionRequest, "connection" | "record" | "replay" | "report" | "interactive" | "gate">,
  media: ImageFolder,
) {
  const stop = new AbortController()
  const { record, replay, report } = request
  const limiter = limiterOf(context, request)
  const code = new FlowCodeCalls({ cwd: context.places.cwd, scrubber, record, replay, limiter })
  let host: Parameters<typeof answerTool>[2] | undefined
  let prompties: PromptyAnswers | undefined
  let clients: ReturnType<Context["client"]> | undefined
  return {
    /** Whoever waits for an answer gets one. */
    async [Symbol.asyncDispose](): Promise<void> {
      stop.abort()
      await clients?.then((opened) => opened[Symbol.asyncDispose]())
    },
    answer: (kind: string, payload: unknown, caller: Caller) => {
      if (FlowCodeCalls.answers(kind)) return code.answer(kind, payload, caller)
      if (CLIENT.includes(kind)) {
        clients ??= context.client({ context, scrubber, request })
        return clients.then((client) =>
          client.answer(kind, payload, { ...caller, signal: AbortSignal.any([caller.signal, stop.signal]) }),
        )
      }
      if (SERVICES.includes(kind))
        return serviceAnswer(kind, payload, { context, scrubber, signal: stop.signal })
      host ??= {
        models: modelSource(context, { scrubber, record, replay, report }),
        limiter,
        clock: systemClock,
        media,
        signal: stop.signal,
        secrets: (values) => scrubber.add(values),
      }
      if (!kind.startsWith("prompty"))
        return answerTool(kind, payload, { ...host, modelCall: caller.modelCall })
      const { signal, ...models } = host
      prompties ??= new PromptyAnswers({
        host: { ...models, connections: context.connections(scrubber) },
        signal,
        connection: request.connection,
      })
      return prompties.answer(kind, payload, caller)
    },
  }
}

/** What `PFClient` and flows as functions ask for. */
const CLIENT: readonly string[] = ["client", "flow", "flow-next"]

/** What built-in tools ask for besides models. */
const SERVICES: readonly string[] = ["connection", "entra-token", "http", "yaml"]

/** The code of providers is loaded when a tool first asks. */
async function serviceAnswer(kind: string, payload: unknown, asking: ServiceAsking) {
  const { answerService } = await import("../tools/service-calls.ts")
  return answerService(kind, payload, asking)
}
