import { readFileSync, statSync } from "node:fs"
import { basename, dirname } from "node:path"
import { parseYaml } from "@internal/flow"
import { MillraceError } from "@internal/schema"
import type { FlowSummary } from "@internal/schema/studio"
import { toPlain } from "@internal/value"
import type { OpenedFolder } from "./opened-folder.ts"
import { type Entry, walk } from "./walk.ts"

const FILES: Record<string, FlowSummary["kind"]> = { "flow.dag.yaml": "dag", "flow.flex.yaml": "flex" }

/** The flows below the opened folder, found by the names of their files and read as text: nothing of them runs. */
export function findFlows(folder: OpenedFolder): FlowSummary[] {
  const entries = [...walk(folder.root)]
  const newest = new Map<string, number>()
  for (const { path, kind, updatedAt } of entries) {
    if (kind !== "file") continue
    for (let at = dirname(path); ; at = dirname(at)) {
      newest.set(at, Math.max(newest.get(at) ?? 0, updatedAt))
      if (at === ".") break
    }
  }
  const flows: FlowSummary[] = []
  const folders = new Set<string>()
  for (const entry of entries) {
    const kind = FILES[basename(entry.path)]
    if (entry.kind !== "file" || !kind) continue
    const path = dirname(entry.path)
    if (folders.has(path)) continue // a folder with both is a DAG flow, whose name sorts first
    folders.add(path)
    flows.push({
      ...summary(entry, kind),
      path,
      name: nameOf(path, folder),
      createdAt: createdAt(entry),
      updatedAt: newest.get(path) ?? 0,
    })
  }
  for (const entry of entries) {
    if (entry.kind !== "file" || !entry.path.endsWith(".prompty")) continue
    if (folders.has(dirname(entry.path))) continue // a part of that flow
    flows.push({
      ...summary(entry, "prompty"),
      path: entry.path,
      name: basename(entry.path),
      createdAt: createdAt(entry),
      updatedAt: entry.updatedAt,
    })
  }
  return flows
}

function nameOf(path: string, folder: OpenedFolder): string {
  return path === "." ? basename(folder.root) : basename(path)
}

/** A copy keeps the time of its last change, which is then before it was made here; not every file system knows the latter. */
function createdAt({ absolute, updatedAt }: Entry): number {
  const { birthtimeMs } = statSync(absolute)
  return birthtimeMs > 0 ? birthtimeMs : updatedAt
}

type Described = Pick<FlowSummary, "kind" | "type" | "description" | "problem">

function summary({ absolute }: Entry, kind: FlowSummary["kind"]): Described {
  try {
    const text = readFileSync(absolute, "utf8")
    const front = kind === "prompty" ? (/^---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1] ?? "") : text
    const value = toPlain(parseYaml(front, basename(absolute)).value)
    const flow = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>
    return {
      kind,
      type: typeOf(flow),
      description: typeof flow.description === "string" ? flow.description : "",
    }
  } catch (thrown) {
    const problem = thrown instanceof MillraceError ? thrown.message : String(thrown)
    return { kind, type: "standard", description: "", problem }
  }
}

/** What a flow is for, from its file alone: a chat input, or nodes over all lines. */
function typeOf(flow: Record<string, unknown>): FlowSummary["type"] {
  const inputs = Object.entries((flow.inputs ?? {}) as Record<string, { is_chat_input?: unknown } | null>)
  if (inputs.some(([name, input]) => name === "chat_history" || input?.is_chat_input === true)) return "chat"
  const nodes = Array.isArray(flow.nodes) ? flow.nodes : []
  return nodes.some((node) => (node as { aggregation?: unknown } | null)?.aggregation === true)
    ? "evaluation"
    : "standard"
}
