import { type Flow, visionTool } from "@internal/flow"
import type { Dict } from "@internal/value"
import type { Check } from "./api/millrace-api.ts"
import { LOCAL_CONNECTION } from "./context.ts"

const FUNCTIONS = ["functions", "tools"]

/** What of a flow the model on this machine cannot do, though its connection is there: see images, call functions. */
export function localModelChecks(flow: Flow): Check[] {
  const fixed = (name: string) => `--connections ${name}.connection=CONNECTION ${name}.model=MODEL`
  const images = flow.nodes
    .filter((node) => visionTool(node)?.connection === LOCAL_CONNECTION.name)
    .map(({ name }) => cannot(`Images of ${name}`, "reads text only", "images", fixed(name)))
  const functions = flow.nodes
    .filter((node) => node.type === "llm" && node.connection === LOCAL_CONNECTION.name)
    .filter((node) => FUNCTIONS.some((input) => node.inputs.get(input)?.value != null))
    .map(({ name }) => cannot(`Functions of ${name}`, "calls none", "them", fixed(name)))
  const { prompty } = flow
  const named = (prompty?.configuration.value as Dict | undefined)?.get("connection")
  if (prompty && named === LOCAL_CONNECTION.name && offersFunctions(prompty.parameters.value))
    functions.push(cannot(`Functions of ${prompty.name}`, "calls none", "them", "--connection CONNECTION"))
  return [...images, ...functions]
}

/** Whether parameters of a model call offer functions, which a local model refuses. */
export function offersFunctions(parameters: unknown): boolean {
  return parameters instanceof Map && FUNCTIONS.some((name) => parameters.get(name) != null)
}

function cannot(subject: string, what: string, without: string, fix: string): Check {
  const detail = `${LOCAL_CONNECTION.name} ${what}: it runs with recorded answers (--replay), or without ${without}`
  return { subject, state: "warning", detail, fix }
}
