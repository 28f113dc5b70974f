import {
  type MillraceError,
  MillraceError as MillraceErrorClass,
  type ModelFailure,
  type NodePolicy,
  type PlannedNode,
  stopsRun,
} from "@internal/schema"
import type { NodeState } from "./graph-context.ts"
import type { NodeExecutor } from "./node-executor.ts"

interface Parts {
  executor: NodeExecutor
  /** Nodes that run only to stand in for others. */
  onDemand: ReadonlyMap<string, PlannedNode>
  pause(ms: number): Promise<void>
}

/** Runs a node as its `x-millrace` says: with a time limit, again, and with something in place of its answer. */
export async function executeGoverned(node: PlannedNode, parts: Parts): Promise<NodeState> {
  const { policy } = node
  const { executor, onDemand, pause } = parts
  if (!policy) return executor.execute(node)
  const { retry, onError = { kind: "fail" as const } } = policy
  for (let time = 0; ; time++) {
    const goesOn = (error: MillraceError) =>
      time < (retry?.times ?? 0) && isMeant(error, retry?.on) && !stopsRun(error)
    const state = await executor.execute(node, {
      time,
      ...(policy.timeout !== undefined && { timeout: policy.timeout }),
      fate: (error) => {
        if (goesOn(error)) return "retried"
        return onError.kind === "fail" || stopsRun(error) ? undefined : onError.kind
      },
    })
    if (state.status !== "failed" || stopsRun(state.error)) return state
    if (goesOn(state.error)) {
      await pause((retry?.backoff ?? 0) * 1000 * 2 ** time)
      continue
    }
    if (onError.kind === "skip") return { status: "bypassed" }
    if (onError.kind === "default") return { status: "done", value: { kind: "json", json: onError.value } }
    if (onError.kind === "fail") return state
    const stand = onDemand.get(onError.name)
    return stand
      ? executeGoverned(stand, parts)
      : executor.execute(withConnection(node, onError.name), { time: time + 1 })
  }
}

function withConnection(node: PlannedNode, connection: string): PlannedNode {
  const { tool } = node
  return tool.kind === "llm" ? { ...node, tool: { ...tool, connection } } : node
}

/** Whether the error is one of those that are named: by our code, by the original's class, by the class or status of an API. */
function isMeant(error: MillraceError, names: NonNullable<NodePolicy["retry"]>["on"]): boolean {
  if (!names) return true
  const causes = [error, error.cause].filter((one) => one instanceof MillraceErrorClass)
  const said = causes.flatMap(({ code, original, data }) => {
    const failure = data as Partial<ModelFailure> & { type?: unknown }
    return [
      code,
      ...original,
      failure.class,
      failure.status,
      failure.type,
      code.includes("TIMEOUT") ? "timeout" : "",
    ]
  })
  const words = new Set(said.map((word) => String(word ?? "").toLowerCase()))
  return names.some((name) => words.has(name.toLowerCase()))
}
