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

/**
 * The log-probability of each candidate after the prompt, as far as it takes to tell it from the others: what follows in a
 * candidate is all but certain, and the same after the neutral prompt.
 */
async function score(
  loaded: LoadedModel,
  prompt: Token[],
  candidates: readonly Token[][],
  work: Work,
): Promise<number[]> {
  const scores = candidates.map(() => 0)
  const branches = [{ depth: 0, members: candidates.map((_, i) => i) }]
  for (let branch = branches.pop(); branch; branch = branches.pop()) {
    const { depth, members } = branch
    const next = Map.groupBy(members, (i) => candidates[i]?.[depth])
    next.delete(undefined)
    const shared = candidates[members[0] as number]?.slice(0, depth) ?? []
    const weighed = await weigh(loaded, [...prompt, ...shared], [...next.keys()] as Token[], work)
    for (const [token, group] of next) {
      for (const i of group) scores[i] = (scores[i] as number) + logProbability(weighed, token as Token)
      if (group.length > 1) branches.push({ depth: depth + 1, members: group })
    }
  }
  return scores
}

async function weigh(
  loaded: LoadedModel,
  before: Token[],
  tokens: Token[],
  work: Work,
): Promise<Weighed | undefined> {
  await readTokens(loaded, before, work)
  const logits = { filter: { tokens, includeTop: 1 as const } }
  const unshaped = { temperature: 1, topP: 1, topK: 0, minP: 0 }
  const generateNext: Weigh = { logits, totalLogitWeight: true, options: unshaped }
  const [result] = await loaded.sequence.controlledEvaluate([[before.at(-1) as Token, { generateNext }]])
  return result?.next
}

function logProbability(weighed: Weighed | undefined, token: Token): number {
  const logit = weighed?.logits?.get(token)
  if (!weighed?.logits || logit === undefined || !weighed.totalLogitWeight) return Math.log(Number.MIN_VALUE)
  return logit - Math.max(...weighed.logits.values()) - Math.log(weighed.totalLogitWeight)
}
