import { compile, JinjaError } from "@internal/jinja"
import type { Diagnostic, PromptySource } from "@internal/schema"
import { type Dict, repr, type Value } from "@internal/value"
import { diagnose } from "../diagnose.ts"
import type { Flow } from "../flow.ts"
import { unknownParameter } from "./parameter-names.ts"

const TYPES = ["azure_openai", "AzureOpenAI", "openai", "OpenAI"]

/**
 * What reading the files shows to go wrong in every call: errors in `flow validate`. When the prompty is run they are
 * warnings, since the original begins and fails line by line.
 */
export function promptyProblems(flow: Flow, source: PromptySource): Diagnostic[] {
  return [
    ...templateProblems(source),
    ...configurationProblems(flow, source.configuration.value as Dict),
    ...parameterProblems(flow, source),
    ...outputProblems(flow, source),
  ]
}

function templateProblems({ path, template, line: start, inputs }: PromptySource): Diagnostic[] {
  try {
    compile(template.text, { name: path })
  } catch (thrown) {
    if (!(thrown instanceof JinjaError)) throw thrown
    const line = (thrown.line ?? 1) + start - 1
    const data = { path, line, reason: `(${thrown.kind}) ${thrown.message}` }
    return [diagnose("TEMPLATE_SYNTAX", data, { file: path, line, column: 1 }, { strict: true })]
  }
  const names = inputs.map((input) => input.name)
  const unknown = template.variables.filter((name) => !names.includes(name))
  if (unknown.length === 0) return []
  const message = `The prompt uses ${unknown.join(", ")}, which is no input: it prints nothing.`
  const place = { file: path, line: start, column: 1 }
  return [diagnose("PROMPTY_FIELD", { field: "template" }, place, { severity: "warning", message })]
}

function configurationProblems(flow: Flow, configuration: Dict): Diagnostic[] {
  const node = flow.yaml.entries?.get("model")?.node
  const place = node?.entries?.get("configuration")?.key ?? node?.place ?? flow.yaml.place
  const isSet = (value: Value | undefined) => value !== undefined && value !== null && value !== ""
  if (isSet(configuration.get("connection"))) {
    const beside = ["connection", "type", "model", "azure_deployment"]
    const mixed = [...configuration].filter(([key, value]) => !beside.includes(key) && isSet(value))
    if (mixed.length === 0) return []
    const data = { connection: configuration.get("connection"), fields: mixed.map(([key]) => key).join(", ") }
    return [diagnose("PROMPTY_CONNECTION_MIXED", data, place)] // seen before the first line
  }
  const type = configuration.get("type") ?? null
  if (TYPES.includes(type as string)) return []
  const data = { type: typeof type === "string" ? type : repr(type) }
  return [diagnose("PROMPTY_CONNECTION_TYPE", data, place, { strict: true })]
}

function parameterProblems(flow: Flow, { api, parameters }: PromptySource): Diagnostic[] {
  const unknown = unknownParameter((parameters.value as Dict).keys(), api)
  if (!unknown) return []
  const { name, hint } = unknown
  const node = flow.yaml.entries?.get("model")?.node.entries?.get("parameters")?.node
  const place = node?.entries?.get(name)?.key ?? node?.place ?? flow.yaml.place
  const data = { field: `Parameter ${name}`, value: "unknown", reason: `no ${api} call takes it` }
  return [diagnose("PROMPTY_FIELD", data, place, { strict: true, hint })]
}

function outputProblems(flow: Flow, { outputs, parameters }: PromptySource): Diagnostic[] {
  if (outputs.length === 0) return []
  const format = (parameters.value as Dict).get("response_format")
  if (format instanceof Map && format.get("type") === "json_object") return []
  const message =
    "Outputs are taken out of an answer in JSON, which this prompty does not ask for: they are ignored. Set model.parameters.response_format.type to json_object."
  const place = flow.yaml.entries?.get("outputs")?.key ?? flow.yaml.place
  return [diagnose("PROMPTY_FIELD", { field: "outputs" }, place, { severity: "warning", message })]
}
