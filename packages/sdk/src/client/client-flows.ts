import { statSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { MillraceError, type NestedCode } from "@internal/schema"
import type { Value } from "@internal/value"
import type { FlowSignature, SaveFlowOptions, TestOptions } from "../api/flows.ts"
import type { MillraceApi } from "../api/millrace-api.ts"
import { validationJson } from "../flow/validation-json.ts"
import { type Asking, defined, type Given, type Operation, textOf } from "./client-operation.ts"
import { modelCall } from "./model-call.ts"

/** `pf.test` and `pf.flows`. */
export const FLOW_CALLS: Record<string, Operation> = {
  "flows.test": tested,
  "flows.validate": async (api, given) =>
    validationJson(await api.flows.validate({ flow: String(given.flow) })),
  "flows.describe": (api, { flow }) => api.flows.describe({ flow: String(flow) }),
  "flows.infer_signature": (api, { entry, code, primitive }) =>
    api.flows.inferSignature({
      entry: String(entry),
      code: String(code),
      includePrimitiveOutput: primitive === true,
    }),
  "flows.signature": flowSignature,
  "flows.save": async (api, { entry, code, path, requirements, image, signature, sample }) =>
    api.flows.save({
      entry: String(entry),
      ...defined({
        code: code as string | undefined,
        path: path as string | undefined,
        requirements: requirements as string | undefined,
        image: image as string | undefined,
        signature: signature as Partial<FlowSignature> | undefined,
        sample: sample as SaveFlowOptions["sample"],
      }),
    }),
}

/** The outputs of a flow or a node; a failure is an exception there. */
async function tested(
  api: MillraceApi,
  given: Given,
  { models, caller, asked, report }: Asking,
): Promise<Value> {
  const { inputs, environment_variables, init, connections } = given
  const flow = String(given.flow)
  const place = textOf(given, "output_path")
  const options: TestOptions = {
    flow,
    details: given.dump_test_result === true,
    ...defined({
      ...models,
      inputs: inputs ? (asked.exact.get("inputs") as Map<string, Value>) : undefined,
      variant: textOf(given, "variant"),
      node: textOf(given, "node"),
      environment: environment_variables as Record<string, string> | undefined,
      init: init as Record<string, unknown> | undefined,
      connections: connections as TestOptions["connections"],
      output: place && resolve(folderOf(flow), place),
      signal: caller.signal,
    }),
  }
  const handle = api.flows.test(options)
  for await (const progress of handle.events()) {
    if (progress.type === "call-end") caller.modelCall(modelCall(progress))
    else if (progress.type === "log" && given.stream_log === true) report(progress)
  }
  const { status, output, error } = await handle.result
  if (status === "done") return output
  const kind = error && (error.debugInfo?.innerException?.type ?? innermost(error))
  const reason = error ? `${kind}: ${error.message}` : "the test failed"
  throw new MillraceError("USAGE", { reason }, { message: reason, original: ["UserError"] })
}

function innermost(error: NestedCode): string {
  return error.innerError ? innermost(error.innerError) : error.code
}

function folderOf(flow: string): string {
  return statSync(flow, { throwIfNoEntry: false })?.isDirectory() ? flow : dirname(flow)
}

/** The interface of a flow as its files say it. */
async function flowSignature(api: MillraceApi, { flow, primitive }: Given): Promise<FlowSignature> {
  const { inputs, outputs } = await api.flows.describe({ flow: String(flow) })
  const types = (ports: { name: string; type: string }[]) =>
    Object.fromEntries(ports.map(({ name, type }) => [name, { type }]))
  const isPrimitive = outputs.length === 1 && outputs[0]?.name === "output" && outputs[0].type === "string"
  return {
    inputs: types(inputs),
    ...(outputs.length > 0 && (!isPrimitive || primitive === true) && { outputs: types(outputs) }),
  }
}
