import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { planFiles } from "@internal/flow"
import { type Fingerprint, MillraceError, type Plan, type RunSummary } from "@internal/schema"
import { type Change, changes, MODEL_FILE } from "./fingerprint.ts"
import { textDiff } from "./text-diff.ts"

/** Lines of a difference that are worth a message. */
const SHOWN_LINES = 40

/** What a run is made of. */
export interface Made {
  plan: Plan
  fingerprint: Fingerprint
  /** The flow's file, and its text as a snapshot has it. */
  flowFile: string
  flowText: string
  /** Where the code is now, and where the run keeps its copy. */
  folder: string
  snapshot: string
}

/** What is not as it was when the run was made, path by path; empty when all of it is. */
export function changedSince({ versions, fingerprint: before }: RunSummary, now: Made): Change[] {
  if (!before) return [] // a run of a version that kept no hashes
  const files = changes(before.files, planFiles(now.plan))
  const flow = versions.flow !== now.plan.hash && files.length === 0
  const data = changes(before.data, now.fingerprint.data)
  const models = changedModels(before.nodes ?? {}, now.fingerprint.nodes ?? {})
  return [...(flow ? [{ path: now.flowFile, what: "changed" as const }] : []), ...files, ...data, ...models]
}

/** Nodes whose model on this machine is another file than it was. */
function changedModels(before: NonNullable<Fingerprint["nodes"]>, now: typeof before): Change[] {
  return Object.entries(now).flatMap(([node, { [MODEL_FILE]: file }]): Change[] => {
    const old = before[node]?.[MODEL_FILE]
    const isSame = old === undefined || file === undefined || old === file
    return isSame ? [] : [{ path: `the model file of node ${node}`, what: "changed" }]
  })
}

/** Refuses to mix two versions in one run, and shows what differs where the run's own copy is there to compare with. */
export function runChanged(run: string, found: readonly Change[], now: Made): MillraceError {
  const names = found.map(({ path, what }) => (what === "changed" ? path : `${path} (${what})`))
  const diff = found.map((change) => difference(change, now)).join("")
  return new MillraceError("RUN_CHANGED", {
    name: run,
    changes: names.join(", "),
    diff: diff && `\n${shortened(diff)}`,
  })
}

/** What of the software is not what the run was started with last, in words; undefined when all is. */
export function changedSoftware(
  { versions }: RunSummary,
  now: { [software: string]: string | undefined },
): string | undefined {
  const changed = Object.entries(now).flatMap(([name, version]) => {
    const before = versions[name]
    return before === undefined || version === undefined || before === version
      ? []
      : [`${name} was ${before} and is ${version}`]
  })
  return changed.length > 0 ? `Since this run was started, ${changed.join(", ")}.` : undefined
}

function difference({ path }: Change, now: Made): string {
  const current = path === now.flowFile ? now.flowText : read(join(now.folder, path))
  const old = read(join(now.snapshot, path))
  return textDiff(path, { label: "as it ran", text: old }, { label: "now", text: current })
}

function read(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined
}

function shortened(text: string): string {
  const lines = text.trimEnd().split("\n")
  const left = lines.length - SHOWN_LINES
  return left > 0 ? `${lines.slice(0, SHOWN_LINES).join("\n")}\n… ${left} lines more` : lines.join("\n")
}
