import type { NodeCache, NodeKey, PlannedNode } from "@internal/schema"
import type { ExecutionOptions } from "../api/execution.ts"
import type { Context } from "../context.ts"

/**
 * What an execution takes from the answers of earlier ones (contracts.md, Cache). Answers of models are noted whatever
 * is taken; those of code only where the node says that it is pure, or all code is asked for.
 */
export function nodeCache(
  context: Context,
  { cache, record, replay }: Pick<ExecutionOptions, "cache" | "record" | "replay">,
): NodeCache {
  const isRecorded = record !== undefined || replay !== undefined
  const keeps = ({ policy }: PlannedNode, { kind }: NodeKey) =>
    policy?.cache !== false && !isRecorded && (kind === "model" || policy?.pure === true || cache === "all")
  return {
    keeps,
    answers(node, key) {
      if (!keeps(node, key)) return false
      // a sampled answer is one of many: only who asks for it gets it again
      if (cache === "use" || cache === "all") return true
      return cache === "default" && !key.sampled
    },
    get: async (key) => (await context.store()).answers.get(key),
  }
}
