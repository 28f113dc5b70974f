import { connectionReference } from "@internal/flow"
import type { ConnectionReader } from "@internal/schema"

/** Variables of this process that a flow's code must not inherit. */
const OWN = /^MILLRACE_/

/** The process's environment as user code gets it. */
export function inheritedEnvironment(env: Record<string, string | undefined>): Record<string, string> {
  const out: Record<string, string> = {}
  for (const [name, value] of Object.entries(env))
    if (value !== undefined && !OWN.test(name)) out[name] = value
  return out
}

/**
 * Environment variables of a flow and of a run, merged (the run's win) and with `${connection.key}` resolved (spec
 * 1.2.7). A connection or key that does not exist leaves the text as it is.
 */
export async function resolveEnvironment(
  flow: Record<string, string>,
  overrides: Record<string, string>,
  connections: ConnectionReader,
): Promise<Record<string, string>> {
  const variables: Record<string, string> = {}
  for (const [name, text] of Object.entries({ ...flow, ...overrides })) {
    variables[name] = text
    const reference = connectionReference(text)
    if (!reference) continue
    const connection = await connections.get(reference.connection).catch(() => undefined)
    const value = connection?.secrets[reference.key] ?? connection?.configs[reference.key]
    if (value !== undefined) variables[name] = value
  }
  return variables
}
