import { type ExperimentChatGroup, type ExperimentRole, experimentReference } from "@internal/flow"
import { MillraceError, type Plan, type Usage } from "@internal/schema"
import type { Dict, Value } from "@internal/value"

/** One turn of a role: its flow run once. */
export interface Turn {
  role: ExperimentRole
  index: number
  inputs: Dict
}

export interface TurnResult {
  outputs?: Dict
  usage: Usage
  /** Why the turn has no outputs. */
  error?: MillraceError
}

export interface Talk {
  /** Turn number → what was said, then `conversation_history`: the output of the line. */
  outputs: Dict
  usage: Usage
  error?: MillraceError
}

/** A role's history items have its name under `role`, so its flow may not. */
export function checkRole(role: ExperimentRole, plan: Pick<Plan, "outputs">): void {
  if (plan.outputs.some(({ name }) => name === "role")) {
    throw new MillraceError("CHAT_GROUP_ROLE_KEY", { role: role.role })
  }
}

/**
 * The roles in turn, each hearing what was said before, until `max_turns` are done, `max_tokens` are used, `max_time` is
 * over, a turn fails, or an output is the stop signal word for word.
 */
export async function talk(
  node: ExperimentChatGroup,
  given: (role: ExperimentRole) => Dict,
  run: (turn: Turn) => Promise<TurnResult>,
  now: () => number = Date.now,
): Promise<Talk> {
  const history: Value[] = []
  const outputs: Dict = new Map()
  const usage: Usage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }
  const started = now()
  let error: MillraceError | undefined
  for (let index = 0; index < (node.max_turns ?? Number.POSITIVE_INFINITY); index++) {
    if (node.max_time !== undefined && now() - started >= node.max_time * 1000) break
    if (node.max_tokens !== undefined && usage.total_tokens >= node.max_tokens) break
    const role = node.roles[index % node.roles.length] as ExperimentRole
    const inputs: Dict = new Map([...given(role), ...heard(role, history)])
    const result = await run({ role, index, inputs })
    for (const key of ["prompt_tokens", "completion_tokens", "total_tokens"] as const)
      usage[key] += result.usage[key]
    if (!result.outputs) {
      const reason = result.error?.message ?? "it was stopped"
      error = new MillraceError(
        "CHAT_GROUP_TURN",
        { turn: index, role: role.role, reason },
        { cause: result.error },
      )
      break
    }
    const said: Dict = new Map<string, Value>([["role", role.role], ...result.outputs])
    history.push(said)
    outputs.set(String(index), said)
    if ([...result.outputs.values()].some((value) => value === node.stop_signal)) break
  }
  outputs.set("conversation_history", history)
  return { outputs, usage, ...(error && { error }) }
}

function heard(role: ExperimentRole, history: readonly Value[]): Dict {
  const names = [...role.inputs].filter(([, value]) => experimentReference(value)?.kind === "history")
  return new Map(names.map(([name]) => [name, [...history]]))
}

/** What a role's mapping says besides the history. */
export function mappingOfRole({ inputs }: ExperimentRole): Dict {
  return new Map([...inputs].filter(([, value]) => experimentReference(value)?.kind !== "history"))
}
