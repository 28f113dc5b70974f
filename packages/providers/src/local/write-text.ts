import type { GrammarState, Sampling, Token } from "./engine-types.ts"
import type { LoadedModel } from "./loaded-model.ts"
import { JobError } from "./protocol.ts"
import { TokenText } from "./token-text.ts"

export interface Work {
  /** Set when nobody waits for the answer any more. */
  readonly cancelled: boolean
}
/** Thrown to unwind a cancelled job. */
export class Cancelled extends Error {}

export interface Written {
  token: Token
  text: string
  probabilities?: Map<Token, number>
}

// Between two looks at whether the request was cancelled.
const CHUNK = 256

/**
 * Evaluates all but the last token. What the sequence already holds of them, from the beginning, is not evaluated again:
 * requests that begin alike share that work.
 */
export async function readTokens(
  { sequence, contextSize }: LoadedModel,
  tokens: Token[],
  work: Work,
): Promise<void> {
  if (tokens.length >= contextSize) {
    throw new JobError(
      `This prompt has ${tokens.length} tokens, and the local model's context holds ${contextSize}.`,
      { class: "BadRequestError", status: 400, errorCode: "context_length_exceeded" },
    )
  }
  const before = tokens.slice(0, -1)
  await sequence.adaptStateToTokens(before, false)
  for (let at = sequence.nextTokenIndex; at < before.length; at += CHUNK) {
    if (work.cancelled) throw new Cancelled()
    await sequence.evaluateWithoutGeneratingNewTokens(before.slice(at, at + CHUNK))
  }
}

/** Tokens that follow `prompt`, until the model ends, `limit` tokens, or the context is full. */
export async function* writeTokens(
  loaded: LoadedModel,
  prompt: Token[],
  options: { sampling: Sampling; grammar?: GrammarState; limit: number; probabilities?: boolean },
  work: Work,
): AsyncGenerator<Written> {
  await readTokens(loaded, prompt, work)
  const text = new TokenText(loaded.model)
  const room = Math.min(options.limit, loaded.contextSize - prompt.length)
  const metadata = { probabilities: options.probabilities ?? false }
  const sampling = { ...options.sampling, grammarEvaluationState: options.grammar }
  let count = 0
  if (room <= 0) return
  for await (const { token, probabilities } of loaded.sequence.evaluateWithMetadata(
    prompt.slice(-1),
    metadata,
    sampling,
  )) {
    if (work.cancelled) throw new Cancelled()
    yield { token, text: text.push(token), probabilities }
    if (++count >= room) return
  }
}
