import type { ChatMessage, Usage } from "@internal/schema"
import { chatTokens } from "./chat-prompt.ts"
import { choose } from "./choose.ts"
import type { GrammarState, Sampling, Token } from "./engine-types.ts"
import { choicePlan, type Step, stepGrammar } from "./json-plan.ts"
import type { LoadedModel } from "./loaded-model.ts"
import { neutralChat } from "./neutral-chat.ts"
import { type Job, type JobEnd, JobError } from "./protocol.ts"
import { type JobParameters, readParameters } from "./read-parameters.ts"
import { StopText } from "./stop-text.ts"
import { type Work, type Written, writeTokens } from "./write-text.ts"

type Emit = (text: string) => void

/** Runs one chat or completion in the model's process; text goes to `emit` as it is written. */
export async function runText(
  loaded: LoadedModel,
  job: Extract<Job, { api: "chat" | "completion" }>,
  emit: Emit,
  work: Work,
): Promise<JobEnd> {
  const parameters = readParameters(job.parameters, job.api)
  const prompt =
    job.api === "chat"
      ? chatTokens(job.messages, loaded.model, loaded.templates)
      : loaded.model.tokenize(job.prompt, false)
  if (prompt.length === 0) throw new JobError("The prompt is empty.")
  const plan = job.api === "chat" ? choicePlan(parameters.schema) : undefined
  if (plan && job.api === "chat")
    return writePlan(loaded, plan, { messages: job.messages, prompt, parameters }, emit, work)

  const grammar = await wholeGrammar(loaded, parameters)
  const json = grammar !== undefined
  const stops = new StopText(parameters.stop)
  const logprobs: unknown[] = []
  const generated: Token[] = []
  let text = ""
  let count = 0
  let finishReason: JobEnd["finishReason"] = "stop"
  const limit = Math.min(parameters.maxTokens, loaded.contextSize - prompt.length)
  const options = {
    sampling: sampling(loaded, parameters, generated),
    grammar,
    limit,
    probabilities: parameters.topLogprobs !== undefined,
  }
  for await (const written of writeTokens(loaded, prompt, options, work)) {
    count++
    generated.push(written.token)
    if (parameters.topLogprobs !== undefined) logprobs.push(logprob(loaded, written, parameters.topLogprobs))
    const shown = stops.push(written.text)
    text += shown
    if (shown !== "") emit(shown)
    if (stops.stopped || (json && isWholeJson(text))) break
    if (count >= limit) finishReason = "length"
  }
  const rest = stops.end()
  if (rest !== "") emit(rest)
  return {
    finishReason,
    usage: usage(prompt.length, count),
    ...(parameters.topLogprobs !== undefined && { logprobs: { content: logprobs } }),
  }
}

/** Writes a flat object step by step: fixed text as it is, choices scored, values by grammar. */
async function writePlan(
  loaded: LoadedModel,
  plan: readonly Step[],
  request: { messages: ChatMessage[]; prompt: Token[]; parameters: JobParameters },
  emit: Emit,
  work: Work,
): Promise<JobEnd> {
  const { model, templates } = loaded
  const { prompt, parameters } = request
  const neutralMessages = neutralChat(request.messages)
  const neutral = neutralMessages && chatTokens(neutralMessages, model, templates)
  const generated: Token[] = []
  let text = ""
  let count = 0
  const say = (piece: string): void => {
    text += piece
    emit(piece)
  }
  for (const step of plan) {
    const written = model.tokenize(text, false)
    if (step.kind === "text") {
      say(step.text)
    } else if (step.kind === "choice") {
      const prompts = { prompt: [...prompt, ...written], neutral: neutral && [...neutral, ...written] }
      const ended = step.options.map((option) => option + step.end)
      const option = step.options[await choose(loaded, ended, prompts, work)] as string
      count += model.tokenize(option, false).length
      say(option)
    } else {
      const grammar = await grammarState(
        loaded,
        await loaded.llama.createGrammar({ grammar: stepGrammar(step) }),
      )
      const options = {
        sampling: sampling(loaded, parameters, generated),
        grammar,
        limit: parameters.maxTokens - count,
      }
      let value = ""
      for await (const { token, text: piece } of writeTokens(
        loaded,
        [...prompt, ...written],
        options,
        work,
      )) {
        count++
        generated.push(token)
        value += piece
        const end = valueEnd(step, value)
        if (end === undefined) continue
        value = end
        break
      }
      const complete = valueEnd(step, step.kind === "string" ? value : `${value}${step.end}`) === value
      say(value)
      if (!complete) return { finishReason: "length", usage: usage(prompt.length, count) }
    }
    if (count >= parameters.maxTokens) return { finishReason: "length", usage: usage(prompt.length, count) }
  }
  return { finishReason: "stop", usage: usage(prompt.length, count) }
}

/** The value's own text once it is complete, else nothing. A string that reaches its greatest length is closed. */
function valueEnd(step: Extract<Step, { kind: "string" | "literal" }>, text: string): string | undefined {
  if (step.kind === "literal") {
    const end = text.indexOf(step.end)
    return end < 0 ? undefined : text.slice(0, end)
  }
  const closed = /^ "(?:[^"\\]|\\.)*"/.exec(text)?.[0]
  const body = /^ "((?:[^"\\]|\\u[0-9a-fA-F]{4}|\\[^u])*)/.exec(text)?.[1] ?? ""
  const characters = body.match(/\\u[0-9a-fA-F]{4}|\\.|[^\\]/gu) ?? []
  if (step.maxLength !== undefined && characters.length >= step.maxLength) {
    return ` "${characters.slice(0, step.maxLength).join("")}"`
  }
  return closed
}

async function wholeGrammar(
  loaded: LoadedModel,
  parameters: JobParameters,
): Promise<GrammarState | undefined> {
  const { llama } = loaded
  if (parameters.format === "text") return undefined
  try {
    const grammar =
      parameters.schema === undefined
        ? await llama.getGrammarFor("json")
        : await llama.createGrammarForJsonSchema(parameters.schema)
    return await grammarState(loaded, grammar)
  } catch (error) {
    throw new JobError(`The local model cannot be held to this JSON schema: ${(error as Error).message}`)
  }
}

async function grammarState({ engine, model }: LoadedModel, grammar: object): Promise<GrammarState> {
  return new engine.LlamaGrammarEvaluationState({ model, grammar })
}

function sampling({ engine, model }: LoadedModel, parameters: JobParameters, generated: Token[]): Sampling {
  const { temperature, topP, seed, frequencyPenalty, presencePenalty, logitBias } = parameters
  const result: Sampling = { temperature, topP, topK: 40, minP: 0, seed }
  if (frequencyPenalty !== 0 || presencePenalty !== 0) {
    result.repeatPenalty = { punishTokens: () => generated, penalty: 1, frequencyPenalty, presencePenalty }
  }
  if (logitBias.length > 0) {
    const bias = new engine.TokenBias(model.tokenizer)
    for (const [token, logit] of logitBias) bias.set(token, { logit })
    result.tokenBias = bias
  }
  return result
}

function logprob({ model }: LoadedModel, written: Written, top: number): unknown {
  const entry = (token: Token, probability: number) => {
    const text = model.detokenize([token], true)
    return {
      token: text,
      logprob: Math.log(Math.max(probability, Number.MIN_VALUE)),
      bytes: [...Buffer.from(text)],
    }
  }
  const probabilities = written.probabilities ?? new Map<Token, number>()
  const likeliest = [...probabilities.entries().take(top)].map(([token, p]) => entry(token, p))
  return { ...entry(written.token, probabilities.get(written.token) ?? 0), top_logprobs: likeliest }
}

/** Grammars allow endless white space after the last bracket; the answer is complete before it. */
function isWholeJson(text: string): boolean {
  const end = text.trimEnd().at(-1)
  if (end !== "}" && end !== "]") return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function usage(prompt: number, completion: number): Usage {
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion }
}
