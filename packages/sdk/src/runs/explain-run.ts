import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { NodeState, RunSummary } from "@internal/schema"
import type { RunRecord, Store } from "@internal/store"
import { type Dict, equals, type Value } from "@internal/value"
import { createTwoFilesPatch } from "diff"
import type { ExplainOptions, NodeExplanation, RunExplanation } from "../api/explain.ts"
import type { Context } from "../context.ts"
import { changes } from "./fingerprint.ts"

/** Earlier runs of the flow that are looked at for a key to compare with. */
const EARLIER_RUNS = 20

/**
 * Says of each node of a line whether its answer was there already, and where it was not, what of its key has changed
 * since the nearest earlier one: that of the same line in this run's earlier attempts or in earlier runs of the flow.
 */
export async function explainRun(
  context: Context,
  name: string,
  { line, node }: ExplainOptions = {},
): Promise<RunExplanation> {
  const store = await context.store()
  const run = await store.runs.get(name)
  const number = line ?? (await store.runs.lines(name, { limit: 1, values: false }))[0]?.line ?? 0
  const state = await store.runs.line(name, number)
  const nodes = [...(state?.nodes.values() ?? [])].filter((one) => node === undefined || one.node === node)
  const earlier = await earlierRuns(store, run)
  const explained: NodeExplanation[] = []
  for (const one of nodes) explained.push(await explainNode(store, run, { number, node: one, earlier }))
  return { run: name, line: number, nodes: explained }
}

async function earlierRuns(store: Store, run: RunRecord): Promise<RunRecord[]> {
  const found: RunRecord[] = []
  for (const kind of ["batch", "test"] as const) {
    const listed = await store.runs.list({ kind, archived: "include", limit: 200 })
    found.push(...listed.filter((one) => one.id < run.id && one.flowPath === run.flowPath))
  }
  return found.sort((a, b) => b.id - a.id).slice(0, EARLIER_RUNS)
}

async function explainNode(
  store: Store,
  run: RunRecord,
  { number, node, earlier }: { number: number; node: NodeState; earlier: RunRecord[] },
): Promise<NodeExplanation> {
  const base = { node: node.node, answer: answerOf(node), ...(node.key !== undefined && { key: node.key }) }
  if (node.key === undefined || base.answer === "hit" || base.answer === "reused")
    return { ...base, changes: [] }
  for (const other of earlier) {
    const before = (await store.runs.line(other.name, other.kind === "test" ? 0 : number))?.nodes.get(
      node.node,
    )
    if (before?.key === undefined) continue
    if (before.key === node.key) return { ...base, nearest: other.name, changes: [] }
    return { ...base, nearest: other.name, changes: whatChanged(run, node, other, before) }
  }
  return { ...base, changes: [] }
}

function answerOf({ cache, reused, key, shared, status }: NodeState): NodeExplanation["answer"] {
  if (reused) return "reused"
  if (status === "bypassed") return "bypassed"
  if (cache === "hit" || cache === "miss") return cache
  if (key === undefined) return "no key"
  return shared ? "off" : "not shared"
}

function whatChanged(
  run: RunRecord,
  node: NodeState,
  other: RunRecord,
  before: NodeState,
): NodeExplanation["changes"] {
  const parts = (summary: RunSummary) => summary.fingerprint?.nodes?.[node.node] ?? {}
  const made = changes(parts(other.summary), parts(run.summary)).map(({ path, what }) => {
    const [, file] = /^(?:template|code) (.*)$/s.exec(path) ?? []
    const diff = file === undefined ? "" : difference(file, other, run)
    return { part: path, what, ...(diff && { diff }) }
  })
  return [...made, ...changedInputs(before, node)]
}

function changedInputs(before: NodeState, now: NodeState): NodeExplanation["changes"] {
  const old = dict(before.inputs?.value)
  const given = dict(now.inputs?.value)
  return [...new Set([...old.keys(), ...given.keys()])].flatMap((name) => {
    const [was, is] = [old.get(name), given.get(name)]
    if (was !== undefined && is !== undefined && equals(was, is)) return []
    const what =
      was === undefined ? ("added" as const) : is === undefined ? ("removed" as const) : ("changed" as const)
    return [{ part: `input ${name}`, what, before: was ?? null, now: is ?? null }]
  })
}

function difference(file: string, before: RunRecord, now: RunRecord): string {
  const old = snapshotOf(before, file)
  const current = snapshotOf(now, file)
  if (old === undefined || current === undefined || old === current) return ""
  return createTwoFilesPatch(file, file, old, current, before.name, now.name, { context: 1 }).replace(
    /^[^-]*\n(?=---)/,
    "",
  )
}

/** The file as the run had it; a test leaves no copy, so that the file as it is now stands for it. */
function snapshotOf({ outputPath, flowPath }: RunRecord, file: string): string | undefined {
  const path = outputPath === null ? join(flowPath, file) : join(outputPath, "snapshot", file)
  return existsSync(path) ? readFileSync(path, "utf8") : undefined
}

function dict(value: Value | undefined): Dict {
  return value instanceof Map ? value : new Map()
}
