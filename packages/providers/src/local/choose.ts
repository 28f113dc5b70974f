import type { Token } from "./engine-types.ts"
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
  let first: Map<Token, number> | undefined
  for (const candidate of candidates) {
    const total = { log: 0 }
    await readTokens(loaded, prompt, work)
    // The distribution after the prompt is the same for all; the first candidate's evaluation gives it.
    const rest = candidate.slice(0, -1)
    const input = [last, ...rest].map(
      (token, i): Parameters<typeof loaded.sequence.controlledEvaluate>[0][number] =>
        i === 0 && first ? token : [token, { generateNext: { probabilities: true, options: UNSHAPED } }],
    )
    const results = rest.length === 0 && first ? [] : await loaded.sequence.controlledEvaluate(input)
    first ??= results[0]?.next.probabilities
    for (const [i, token] of candidate.entries()) {
      const probabilities = i === 0 ? first : results[i]?.next.probabilities
      total.log += Math.log(Math.max(probabilities?.get(token) ?? 0, Number.MIN_VALUE))
    }
    scores.push(total.log)
  }
  return scores
}

const UNSHAPED = { temperature: 1, topP: 1, topK: 0, minP: 0 }
