import { MillraceError } from "@internal/schema"
import { Scrubber } from "@internal/store"
import type { MillraceApi } from "../api/millrace-api.ts"
import type { ScriptOptions } from "../api/script.ts"
import type { Context } from "../context.ts"
import { toolAnswers } from "../flow/tool-answers.ts"
import { ImageFolder } from "../media/image-folder.ts"
import { clientCall } from "./client-calls.ts"

type Payload = Record<string, unknown>

/** Answers what a script outside a flow asks of the engine: the client's operations, flows, prompties, built-in tools. */
export function scriptAnswers(
  context: Context,
  api: MillraceApi,
  options: ScriptOptions,
): AsyncDisposable & { to(kind: string, payload: Payload): Promise<unknown> } {
  const secrets = new Scrubber()
  const images = new ImageFolder(context, context.places.cwd)
  const request = {
    flow: "",
    concurrency: 1,
    report: options.report ?? (() => {}),
    ...(options.connection !== undefined && { connection: options.connection }),
    ...(options.record !== undefined && { record: options.record }),
    ...(options.replay !== undefined && { replay: options.replay }),
  }
  const tools = toolAnswers(context, secrets, request, images)
  const models = { record: options.record, replay: options.replay, connection: options.connection }
  return {
    async to(kind, payload) {
      if (kind === "client")
        return clientCall(api, String(payload.operation), payload.arguments as Payload, models)
      if (kind === "flow") return calledFlow(api, payload, models)
      if (kind === "connection") return connection(context, secrets, String(payload.name))
      return tools.answer(kind, payload, { modelCall: () => {} })
    },
    async [Symbol.asyncDispose]() {
      tools.stop()
      images[Symbol.dispose]()
    },
  }
}

/** A flow as a function: `load_flow(path)(question=…)`. */
async function calledFlow(
  api: MillraceApi,
  payload: Payload,
  models: Pick<ScriptOptions, "record" | "replay" | "connection">,
): Promise<unknown> {
  const context = (payload.context ?? {}) as Payload
  return clientCall(
    api,
    "flows.test",
    {
      flow: payload.path,
      inputs: payload.inputs,
      variant: context.variant,
      connections: context.connections,
      environment_variables: context.environment_variables,
      dump_test_result: false,
    },
    models,
  ).then((output) => ({ output }))
}

async function connection(context: Context, secrets: Scrubber, name: string): Promise<unknown> {
  const found = await context.connections(secrets).get(name)
  if (found) return found
  throw new MillraceError("CONNECTION_NOT_FOUND", { name, suggestion: "`connection list` shows them." })
}
