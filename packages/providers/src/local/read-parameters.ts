import { JobError } from "./protocol.ts"

/** The API's parameters as the local engine understands them. */
export interface JobParameters {
  temperature: number
  topP: number
  maxTokens: number
  seed?: number
  stop: string[]
  frequencyPenalty: number
  presencePenalty: number
  /** Token and what is added to its logit. */
  logitBias: [number, number][]
  format: "text" | "json"
  /** JSON schema of the answer; only with `format: "json"`. */
  schema?: unknown
  /** How many alternatives to list a token; absent when log-probabilities are not wanted. */
  topLogprobs?: number
}

/** Fails with a `JobError` for what a local model cannot do, rather than leaving it out in silence. */
export function readParameters(
  parameters: Record<string, unknown>,
  api: "chat" | "completion",
): JobParameters {
  for (const name of ["tools", "functions"]) {
    if (parameters[name] != null) throw new JobError(`Local models do not call tools: remove ${name}.`)
  }
  for (const name of ["suffix", "echo"]) {
    if (parameters[name]) throw new JobError(`Local models do not support ${name}.`)
  }
  const maxTokens = parameters.max_completion_tokens ?? parameters.max_tokens
  const wanted = parameters.logprobs
  return {
    temperature: number(parameters, "temperature", 1),
    topP: number(parameters, "top_p", 1),
    maxTokens: maxTokens == null ? (api === "chat" ? Infinity : 16) : Number(maxTokens),
    seed: parameters.seed == null ? undefined : Number(parameters.seed) >>> 0,
    stop: [parameters.stop ?? []].flat().map(String),
    frequencyPenalty: number(parameters, "frequency_penalty", 0),
    presencePenalty: number(parameters, "presence_penalty", 0),
    logitBias: Object.entries(parameters.logit_bias ?? {}).map(([token, bias]) => [
      Number(token),
      Number(bias),
    ]),
    ...responseFormat(parameters.response_format),
    topLogprobs: wanted
      ? wanted === true
        ? number(parameters, "top_logprobs", 0)
        : Number(wanted)
      : undefined,
  }
}

function responseFormat(format: unknown): Pick<JobParameters, "format" | "schema"> {
  if (format == null) return { format: "text" }
  const { type, json_schema } = format as { type?: unknown; json_schema?: { schema?: unknown } }
  if (type === "text") return { format: "text" }
  if (type === "json_object") return { format: "json" }
  if (type === "json_schema" && json_schema?.schema) return { format: "json", schema: json_schema.schema }
  throw new JobError(
    `response_format is ${JSON.stringify(format)}; it is text, json_object, or json_schema with a schema.`,
  )
}

function number(parameters: Record<string, unknown>, name: string, absent: number): number {
  const value = parameters[name] == null ? absent : Number(parameters[name])
  if (Number.isNaN(value))
    throw new JobError(`${name} is ${JSON.stringify(parameters[name])}, which is not a number.`)
  return value
}
