import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { withoutAddresses } from "@internal/engine"
import type { Fingerprint, LineState, NodeState } from "@internal/schema"
import type { RunRecord, Store } from "@internal/store"
import { type Dict, equals, type Value } from "@internal/value"
import type { ExplainOptions, NodeExplanation, RunExplanation } from "../api/explain.ts"
import type { Context } from "../context.ts"
import { changes } from "./fingerprint.ts"
import { textDiff } from "./text-diff.ts"

/** Earlier runs of the flow that are looked at for a key to compare with. */
const EARLIER_RUNS = 20

/** The line as some run has had it, and what that run was made of then. */
interface Sight {
  /** Where it is. */
  place: NonNullable<NodeExplanation["nearest"]>
  line: LineState
  fingerprint: Fingerprint | null
  /** Where its files can be read; none of an attempt whose copy another one has replaced. */
  files: string | undefined
}

/**
 * Says of each node of a line whether its answer was there already, and where it was not, what of its key differs from the
 * nearest earlier one: of those that the line's earlier attempts, and the same line of earlier runs of the flow, have left,
 * the one that differs least.
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
  if (!state) return { run: name, line: number, nodes: [] }
  const now = sightOf(run, state)
  const earlier = [...(await attemptsBefore(store, run, state)), ...(await runsBefore(store, run, number))]
  const nodes = [...state.nodes.values()].filter((one) => node === undefined || one.node === node)
  return { run: name, line: number, nodes: nodes.map((one) => explainNode(one, now, earlier)) }
}

function sightOf(run: RunRecord, line: LineState): Sight {
  const files = run.outputPath === null ? run.flowPath : join(run.outputPath, "snapshot")
  return { place: { run: run.name }, line, fingerprint: run.summary.fingerprint, files }
}

async function attemptsBefore(
  store: Store,
  run: RunRecord,
  { line: number, attempt }: LineState,
): Promise<Sight[]> {
  if (attempt === 1 || number === null) return []
  const attempts = await store.runs.attempts(run.name, number)
  return attempts
    .filter(({ line }) => line.attempt < attempt)
    .map(({ line, fingerprint }) => ({
      place: { run: run.name, attempt: line.attempt },
      line,
      fingerprint,
      files: undefined,
    }))
    .reverse()
}

async function runsBefore(store: Store, run: RunRecord, number: number): Promise<Sight[]> {
  const found: RunRecord[] = []
  for (const kind of ["batch", "test"] as const) {
    const listed = await store.runs.list({ kind, archived: "include", limit: 200 })
    found.push(...listed.filter((one) => one.id < run.id && one.flowPath === run.flowPath))
  }
  const sights: Sight[] = []
  for (const other of found.sort((a, b) => b.id - a.id).slice(0, EARLIER_RUNS)) {
    const line = await store.runs.line(other.name, other.kind === "test" ? 0 : number)
    if (line) sights.push(sightOf(other, line))
  }
  return sights
}

function explainNode(node: NodeState, now: Sight, earlier: readonly Sight[]): NodeExplanation {
  const answer = answerOf(node)
  const base = { node: node.node, answer, ...(node.key !== undefined && { key: node.key }) }
  if (node.key === undefined || answer === "hit" || answer === "reused") return { ...base, changes: [] }
  let nearest: { place: Sight["place"]; changes: NodeExplanation["changes"] } | undefined
  for (const sight of earlier) {
    const before = sight.line.nodes.get(node.node)
    if (before?.key === undefined) continue
    if (before.key === node.key) return { ...base, nearest: sight.place, changes: [] }
    const found = whatChanged(node, now, before, sight)
    // of two that differ as much, the later run
    if (!nearest || found.length < nearest.changes.length) nearest = { place: sight.place, changes: found }
  }
  return nearest ? { ...base, nearest: nearest.place, changes: nearest.changes } : { ...base, changes: [] }
}

function answerOf({ cache, reused, key, shared, status }: NodeState): NodeExplanation["answer"] {
  if (reused) return "reused"
  if (status === "bypassed") return "bypassed"
  if (cache === "hit" || cache === "miss") return cache
  if (key === undefined) return "no key"
  return shared ? "off" : "not shared"
}

function whatChanged(
  node: NodeState,
  now: Sight,
  before: NodeState,
  earlier: Sight,
): NodeExplanation["changes"] {
  const parts = ({ fingerprint }: Sight) => fingerprint?.nodes?.[node.node] ?? {}
  const made = changes(parts(earlier), parts(now)).map(({ path, what }) => {
    const [, file] = /^(?:template|code) (.*)$/s.exec(path) ?? []
    const diff = file === undefined ? "" : textDiff(file, sideOf(earlier, file), sideOf(now, file))
    return { part: path, what, ...(diff && { diff }) }
  })
  return [...made, ...changedInputs(before, node)]
}

function changedInputs(before: NodeState, now: NodeState): NodeExplanation["changes"] {
  const old = dict(before.inputs?.value)
  const given = dict(now.inputs?.value)
  return [...new Set([...old.keys(), ...given.keys()])].flatMap((name) => {
    const [was, is] = [old.get(name), given.get(name)]
    if (was !== undefined && is !== undefined && isSame(was, is)) return []
    const what = was === undefined ? "added" : is === undefined ? "removed" : "changed"
    return [{ part: `input ${name}`, what, before: was ?? null, now: is ?? null } as const]
  })
}

/** As keys see it: a Python object is known by how it prints, wherever it lay. */
function isSame(a: Value, b: Value): boolean {
  if (typeof a === "string" && typeof b === "string") return withoutAddresses(a) === withoutAddresses(b)
  return equals(a, b)
}

/** The file as the run had it. */
function sideOf({ place, files }: Sight, file: string): { label: string; text: string | undefined } {
  const path = files && join(files, file)
  return { label: place.run, text: path && existsSync(path) ? readFileSync(path, "utf8") : undefined }
}

function dict(value: Value | undefined): Dict {
  return value instanceof Map ? value : new Map()
}
