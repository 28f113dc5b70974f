import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { parseYaml } from "@internal/flow"
import { toPlain } from "@internal/value"
import { findFlows } from "./find-flows.ts"
import type { OpenedFolder } from "./opened-folder.ts"

/** A node that names a connection; `""` for a prompty, alone or beside a flow, which has none. */
export interface Use {
  flow: string
  node: string
}

interface WrittenNode {
  name?: unknown
  connection?: unknown
  inputs?: Record<string, unknown>
}
interface WrittenFlow {
  nodes?: WrittenNode[]
  node_variants?: Record<string, { variants?: Record<string, { node?: WrittenNode }> }>
  model?: { configuration?: { connection?: unknown } }
}

/** Who of the opened folder's flows names which connection: read as text, nothing runs. */
export function usedConnections(folder: OpenedFolder, names: ReadonlySet<string>): Map<string, Use[]> {
  const used = new Map<string, Use[]>()
  const add = (connection: string, use: Use) => {
    const uses = used.get(connection) ?? []
    if (!uses.some(({ flow, node }) => flow === use.flow && node === use.node)) uses.push(use)
    used.set(connection, uses)
  }
  for (const { path, kind } of findFlows(folder)) {
    if (kind !== "prompty")
      for (const file of prompties(folder.inside(path))) {
        const connection = readWritten(file)?.model?.configuration?.connection
        if (typeof connection === "string") add(connection, { flow: path, node: "" })
      }
    if (kind === "flex") continue
    const written = readWritten(
      kind === "dag" ? join(folder.inside(path), "flow.dag.yaml") : folder.inside(path),
    )
    if (!written) continue
    const ofPrompty = written.model?.configuration?.connection
    if (typeof ofPrompty === "string") add(ofPrompty, { flow: path, node: "" })
    for (const [node, given] of writtenNodes(written))
      for (const connection of connectionsOf(given, names)) add(connection, { flow: path, node })
  }
  return used
}

/** That lie beside a flow, for its code to ask. */
function prompties(flow: string): string[] {
  return readdirSync(flow)
    .filter((name) => name.endsWith(".prompty"))
    .map((name) => join(flow, name))
}

function writtenNodes({ nodes, node_variants }: WrittenFlow): [string, WrittenNode][] {
  const own = (Array.isArray(nodes) ? nodes : []).map((node): [string, WrittenNode] => [
    String(node?.name),
    node,
  ])
  const variants = Object.entries(node_variants ?? {}).flatMap(([name, of]) =>
    Object.values(of?.variants ?? {}).map(({ node }): [string, WrittenNode] => [name, node ?? {}]),
  )
  return [...own, ...variants]
}

/** Python tools take connections as inputs: there a known name counts. */
function connectionsOf(node: WrittenNode, names: ReadonlySet<string>): string[] {
  const inputs = Object.values(node?.inputs ?? {}).filter(
    (value) => typeof value === "string" && names.has(value),
  )
  return [node?.connection, ...inputs].filter(
    (name): name is string => typeof name === "string" && name !== "",
  )
}

function readWritten(file: string): WrittenFlow | undefined {
  try {
    const text = readFileSync(file, "utf8")
    const yaml = file.endsWith(".prompty") ? (/^---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1] ?? "") : text
    return (toPlain(parseYaml(yaml, file).value) ?? {}) as WrittenFlow
  } catch {
    return undefined // the flow's own page says what is wrong with it
  }
}
