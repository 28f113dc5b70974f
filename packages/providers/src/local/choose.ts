import type { Token, Weigh, Weighed } from "./engine-types.ts"
import type { LoadedModel } from "./loaded-model.ts"
import { readTokens, type Work } from "./write-text.ts"

/** Log-probabilities of options after a prompt that says nothing, by prompt: the same for every row of a batch. */
const neutralScores = new Map<string, number[]>()
const MAX_NEUTRAL = 64

/**
 * Which option the model holds likeliest after `prompt`, in comparison with how likely it holds it after `neutral`, the
 * same prompt without a page ("calibration": small models favour some answers whatever they read). The index of it.
 */
export async function choose(
  loaded: LoadedModel,
  options: readonly string[],
  prompts: { prompt: Token[]; neutral?: Token[] },
  work: Work,
): Promise<number> {
  const candidates = options.map((option) => loaded.model.tokenize(option, false))
  let scores: number[]
  if (prompts.neutral) {
    const key = `${prompts.neutral.join(",")}|${JSON.stringify(options)}`
    const neutral = neutralScores.get(key) ?? (await score(loaded, prompts.neutral, candidates, work))
    neutralScores.set(key, neutral)
    if (neutralScores.size > MAX_NEUTRAL) neutralScores.delete(neutralScores.keys().next().value as string)
    scores = (await score(loaded, prompts.prompt, candidates, work)).map((s, i) => s - (neutral[i] ?? 0))
  } else {
    scores = await score(loaded, prompts.prompt, candidates, work)
  }
  return scores.indexOf(Math.max(...scores))
}

/** The log-probability of each candidate's tokens after the prompt. */
async function score(
  loaded: LoadedModel,
  prompt: Token[],
  candidates: readonly Token[][],
  work: Work,
): Promise<number[]> {
  const scores: number[] = []
  const last = prompt.at(-1) as Token
  for (const candidate of candidates) {
    // Takes back the candidate before; the prompt itself stays evaluated.
    await readTokens(loaded, prompt, work)
    const before = [last, ...candidate.slice(0, -1)]
    const asked = before.map((token, i): [Token, { generateNext: Weigh }] => [
      token,
      weigh(candidate[i] as Token),
    ])
    const results = await loaded.sequence.controlledEvaluate(asked)
    scores.push(candidate.reduce((sum, token, i) => sum + logProbability(results[i]?.next, token), 0))
  }
  return scores
}

function weigh(token: Token): { generateNext: Weigh } {
  const logits = { filter: { tokens: [token], includeTop: 1 as const } }
  return {
    generateNext: { logits, totalLogitWeight: true, options: { temperature: 1, topP: 1, topK: 0, minP: 0 } },
  }
}

function logProbability(weighed: Weighed | undefined, token: Token): number {
  const logit = weighed?.logits?.get(token)
  if (!weighed?.logits || logit === undefined || !weighed.totalLogitWeight) return Math.log(Number.MIN_VALUE)
  return logit - Math.max(...weighed.logits.values()) - Math.log(weighed.totalLogitWeight)
}
