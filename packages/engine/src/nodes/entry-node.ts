import {
  type Host,
  type InitArgument,
  type LineSession,
  MillraceError,
  type NodeTool,
} from "@internal/schema"
import { str } from "@internal/value"
import type { PreparedPlan } from "../prepare.ts"
import type { NodeCall, NodeResult } from "./node-call.ts"

/** What each write of a call begins with. */
export const STAMP = /\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}\] /g

type EntryTool = NodeTool & { kind: "entry" }

/** The entry of a flex flow, or its `__aggregate__` (spec 3.8). */
export async function runEntry(call: NodeCall, tool: EntryTool): Promise<NodeResult> {
  const { node, line, signal, sink, prepared } = call
  const session: LineSession = await (tool.language === "python" ? call.python() : call.javascript())
  const args = new Map(Array.from(call.inputs, ([name, input]) => [name, input.value]))
  const { source, method } = tool
  const init = initArguments(tool, prepared)
  return session.call({ node: node.name, source, line, init, args, ...(method && { method }) }, sink, signal)
}

/**
 * Makes the object of an entry class once before the first line, as the original does, so that a constructor that fails
 * fails the run and not every line. What it prints belongs to no line. Rejects with `ENTRY_INIT_FAILED`.
 */
export async function openEntry(
  prepared: PreparedPlan,
  host: Partial<Pick<Host, "python" | "javascript">>,
  print: (text: string) => void,
): Promise<void> {
  const node = prepared.plan.nodes.find(({ stage }) => stage === "line")
  if (node?.tool.kind !== "entry" || node.tool.signature?.className === undefined) return
  const { tool } = node
  const { signal } = new AbortController()
  await using session = await host[tool.language]?.open(null, signal)
  const sink = {
    log: (_: string, text: string) => print(text.replaceAll(STAMP, "")),
    delta: () => {},
    metric: () => {},
  }
  const init = initArguments(tool, prepared)
  const call = {
    node: node.name,
    source: tool.source,
    line: null,
    init,
    args: new Map(),
    method: "open" as const,
  }
  await session?.call(call, sink, signal)
}

function initArguments(tool: EntryTool, prepared: PreparedPlan): Map<string, InitArgument> {
  return new Map(
    Object.entries(tool.init).map(([name, binding]) => [name, initArgument(binding, tool, prepared)]),
  )
}

function initArgument(
  binding: EntryTool["init"][string],
  tool: EntryTool,
  prepared: PreparedPlan,
): InitArgument {
  if (binding.kind === "literal") return { kind: "json", json: binding.value }
  if (binding.kind === "connection") {
    const { customType } = binding
    return {
      kind: "connection",
      connection: prepared.connection(binding.name),
      ...(customType && { customType }),
    }
  }
  if (binding.problem !== undefined) throw initFailed(tool, binding.problem)
  const { class: name, value, connection } = binding
  return {
    kind: "configuration",
    class: name,
    values: value,
    connection: connection === undefined ? undefined : prepared.connection(connection),
  }
}

/** What the constructor of an entry lacks, said without the values that it was given: they may be secrets. */
export function initFailed(tool: EntryTool, reason: string): MillraceError {
  const names = Object.keys(tool.init)
  return new MillraceError("ENTRY_INIT_FAILED", {
    entry: tool.source.entry,
    init_kwargs: names.length > 0 ? names.join(", ") : "no arguments",
    ex: reason,
  })
}

/** Connections that the constructor asks for by name. */
export function initConnections(tool: EntryTool): string[] {
  return Object.values(tool.init).flatMap((binding) => {
    if (binding.kind === "connection") return [str(binding.name)]
    return binding.kind === "configuration" && binding.connection !== undefined ? [binding.connection] : []
  })
}
