import { withOwnName } from "@internal/engine"
import { type Connection, MillraceError } from "@internal/schema"
import type { Dict, Value } from "@internal/value"
import type { ExecutionRequest } from "../flow/execution-request.ts"

/** `FlowContext` of the original's SDK, as the client sends it. */
export interface FlowContext {
  variant?: string | null
  /** By node and input: the name of a connection, a connection that the code made, or a text. */
  connections?: Record<string, Record<string, string | Connection>>
  environment_variables?: Record<string, string>
}

/** What the context says, for an execution. Fails with `USAGE` for connections of another shape. */
export function requestOf(
  { variant, connections = {}, environment_variables }: FlowContext,
  exact: Dict | undefined,
): Pick<ExecutionRequest, "variant" | "connections" | "environment" | "overrides" | "given"> {
  const given = new Map<string, Connection>()
  const named = Object.entries(connections).map(([node, inputs]) => {
    if (typeof inputs !== "object" || inputs === null)
      throw new MillraceError("USAGE", { reason: `The connections of node ${node} are no dict.` })
    const texts = Object.entries(inputs).map(([key, value]) => {
      if (typeof value !== "object" || value === null) return [key, value]
      const { name, ...parts } = value
      const own = withOwnName(parts, name)
      given.set(own.name, own)
      return [key, own.name]
    })
    return [node, Object.fromEntries(texts)]
  })
  const overrides = exact?.get("overrides")
  return {
    ...(variant && { variant }),
    ...(named.length > 0 && { connections: Object.fromEntries(named) }),
    ...(environment_variables && { environment: environment_variables }),
    ...(overrides instanceof Map &&
      overrides.size > 0 && { overrides: Object.fromEntries(overrides) as Record<string, Value> }),
    ...(given.size > 0 && { given }),
  }
}
