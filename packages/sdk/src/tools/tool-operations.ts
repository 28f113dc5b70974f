import { inspectTools } from "@internal/python"
import { MillraceError } from "@internal/schema"
import { Scrubber } from "@internal/store"
import type { ToolCallOptions, ToolOperations, ToolValidation } from "../api/tools.ts"
import type { Context } from "../context.ts"
import { initTool } from "./init-tool.ts"
import { inspection, listTools } from "./list-tools.ts"

export function toolOperations(context: Context): ToolOperations {
  return {
    list: ({ flow, careful } = {}) => listTools(context, flow, careful),
    validate: ({ source }) => validateTools(context, source),
    init: async (options) => initTool(context, options),
    call: (options) => callFunction(context, options),
  }
}

async function validateTools(context: Context, source: string): Promise<ToolValidation> {
  const options = await inspection(context, context.places.cwd)
  const found = await inspectTools<ValidationMessage>({ operation: "validate", source }, options)
  const errors = found.errors.map(({ message, function_name: name, location }) => ({
    message,
    function: name,
    location,
  }))
  return { passed: errors.length === 0, total: found.total, invalid: found.invalid, errors }
}

interface ValidationMessage {
  total: number
  invalid: number
  errors: { message: string; function_name: string; location: string }[]
}

async function callFunction(context: Context, options: ToolCallOptions): Promise<unknown> {
  const { scenario, function: name, inputs = {}, folder = context.places.cwd, workspace } = options
  const question = {
    operation: "call",
    scenario,
    function: name,
    inputs,
    connections: await namedConnections(context, inputs),
    workspace: workspace ?? null,
  } as const
  try {
    return await inspectTools(question, {
      ...(await inspection(context, folder)),
      ...(options.signal && { signal: options.signal }),
    })
  } catch (thrown) {
    throw withoutSecrets(thrown, question.connections)
  }
}

type Connections = Record<string, { secrets: Record<string, string> }>

/** The connections whose names are among the inputs: a function that asks for one gets it. */
async function namedConnections(context: Context, inputs: Record<string, unknown>): Promise<Connections> {
  const reader = context.connections(new Scrubber())
  const found: Connections = {}
  for (const name of Object.values(inputs)) {
    if (typeof name !== "string") continue
    const connection = await reader.get(name)
    if (connection) found[name] = connection
  }
  return found
}

function withoutSecrets(thrown: unknown, connections: Connections): unknown {
  if (!(thrown instanceof MillraceError)) return thrown
  const scrubber = new Scrubber()
  for (const { secrets } of Object.values(connections)) scrubber.add(Object.values(secrets))
  const { code, original, data } = thrown
  return new MillraceError(code, { ...data, detail: scrubber.text(thrown.message) }, { original })
}
