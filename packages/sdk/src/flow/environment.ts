import { delimiter, resolve } from "node:path"
import { connectionReference } from "@internal/flow"
import { type Connection, type ConnectionReader, MillraceError } from "@internal/schema"

/** Variables of this process that a flow's code must not inherit. */
const OWN = /^MILLRACE_/

/**
 * The process's environment as user code gets it. Python starts in the flow's folder, so entries of `PYTHONPATH` are made
 * whole from the folder in which the user typed them.
 */
export function inheritedEnvironment(
  env: Record<string, string | undefined>,
  cwd = process.cwd(),
): Record<string, string> {
  const out: Record<string, string> = {}
  for (const [name, value] of Object.entries(env))
    if (value !== undefined && !OWN.test(name)) out[name] = value
  const { PYTHONPATH: path } = out
  if (path) {
    const entries = path.split(delimiter)
    out.PYTHONPATH = entries.map((entry) => resolve(cwd, entry)).join(delimiter)
  }
  return out
}

/**
 * Environment variables of a flow and of a run, merged (the run's win) and with `${connection.key}` resolved (spec
 * 1.2.7). A key that does not exist leaves the text as it is, and so does a connection that the run names; one that a variable of
 * the flow names must be there. Fails with `CONNECTION_NOT_FOUND`.
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
    const connection = await (name in flow && !(name in overrides) ? required : found)(
      reference.connection,
      connections,
    )
    const value = connection?.secrets[reference.key] ?? connection?.configs[reference.key]
    if (value !== undefined) variables[name] = value
  }
  return variables
}

async function found(name: string, connections: ConnectionReader): Promise<Connection | undefined> {
  return connections.get(name).catch(() => undefined)
}

async function required(name: string, connections: ConnectionReader): Promise<Connection> {
  const connection = await connections.get(name)
  if (!connection) throw new MillraceError("CONNECTION_NOT_FOUND", { name })
  return connection
}
