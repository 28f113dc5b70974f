import type { FlowOutline } from "@internal/flow"
import type { ToolSource } from "@internal/schema"
import type { DescribedToolJson, FlowDiagnostic, FlowView } from "@internal/schema/studio"
import { ApiFailure } from "../api/call.ts"
import { askCheck } from "./ask-check.ts"
import { plainPath } from "./check-flow.ts"
import type { FlowDocument } from "./flow-document.ts"
import { PlacedProblems, type Stretch } from "./placed-problems.ts"
import { fileMatches, problemsByNode } from "./problem-places.ts"

/** What of an open flow is looked at. */
export interface CheckedSource {
  readonly folder: string
  readonly file: string
  readonly document: FlowDocument
  readonly text: string
  readonly outline: FlowOutline
  pathOf(source: string): string
}

const AFTER_MS = 120
/** Until something is edited the server has said it all, and the page has enough to do when it opens. */
const FIRST_AFTER_MS = 1500
const NOTHING: readonly FlowDiagnostic[] = []

/**
 * What is wrong with the open flow, as it is typed: the check of the command line, over the page's texts. Until it has looked,
 * and of what is no DAG flow, what the server says stands. Lists keep their identity while they say the same.
 */
export class FlowProblems {
  readonly #flow: CheckedSource
  readonly #listeners = new Set<() => void>()
  #view: FlowView | undefined
  #names: readonly string[] = []
  /** Files that were looked for and are not there, or cannot be read here. */
  readonly #missing = new Map<string, string | null>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #checked = ""
  #all: readonly FlowDiagnostic[] = NOTHING
  #byNode = new Map<string, readonly FlowDiagnostic[]>()
  #byFile = new Map<string, readonly FlowDiagnostic[]>()
  #placed = new PlacedProblems("", [])
  #placedIn = ""

  constructor(flow: CheckedSource) {
    this.#flow = flow
  }

  get all(): readonly FlowDiagnostic[] {
    return this.#all
  }

  /** Those in the text of a node or in the file that it names; under `""` those of nothing else. */
  of(node: string): readonly FlowDiagnostic[] {
    return this.#byNode.get(node) ?? NOTHING
  }

  get byNode(): ReadonlyMap<string, readonly FlowDiagnostic[]> {
    return this.#byNode
  }

  /** Those in a file, by its path as the flow writes it or below the opened folder. */
  in(file: string): readonly FlowDiagnostic[] {
    const known = this.#byFile.get(file)
    if (known) return known
    const found = this.#all.filter((problem) => fileMatches(problem.file, file))
    this.#byFile.set(file, found)
    return found
  }

  /** What is wrong in a stretch of the flow's own file, in the words of the list; undefined: nothing. */
  within(stretch: Stretch, without?: readonly (Stretch | undefined)[]): string | undefined {
    return this.#placed.within(this.#flow.text, stretch, without)
  }

  /** Whether a file is there, by its path as the flow writes it. */
  hasFile(path: string): boolean {
    return this.#names.includes(path) || this.#flow.document.file(this.#flow.pathOf(path)) !== undefined
  }

  /** The tool of a file, or of an id. */
  tool(path: string | undefined, id: string | undefined): DescribedToolJson | undefined {
    return this.#tools.find((described) => {
      const source = described.source as ToolSource // as `describedToolJson` has written it
      if (source.type === "code") return source.path === path && id === undefined
      return "tool" in source && source.tool === id
    })
  }

  get #tools(): readonly DescribedToolJson[] {
    return this.#view?.signatures ?? []
  }

  /** What the server has found on disk, and which files there are below the flow's folder, as the flow writes them. */
  serverSays(view: FlowView, names: readonly string[]): void {
    const isFirst = this.#view === undefined
    this.#view = view
    this.#names = names
    this.#missing.clear()
    if (isFirst || view.kind !== "dag" || this.#isAsRead) this.#take(view.diagnostics)
    else this.#tell()
    this.changed()
  }

  /** Something of the flow is another: it is checked when nothing has changed for a moment. */
  changed(): void {
    if (this.#view?.kind !== "dag") return
    clearTimeout(this.#timer)
    const { text } = this.#flow
    if (this.#isAsRead && text !== this.#placedIn) this.#take(this.#all) // the text has come after what is wrong with it
    this.#timer = setTimeout(() => void this.#check(), this.#isAsRead ? FIRST_AFTER_MS : AFTER_MS)
  }

  /** Nobody has edited anything here: the server knows what is on disk. */
  get #isAsRead(): boolean {
    return this.#checked === "" && this.#flow.document.undoLabel === undefined
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async #check(): Promise<void> {
    const question = this.#question()
    const key = JSON.stringify(question)
    if (this.#checked === key) return
    this.#checked = key
    const text = this.#flow.text
    const checked = await askCheck(question)
    if (this.#flow.text !== text) {
      if (this.#checked === key) this.#checked = "" // what is typed next may be this text again
      return // another check is coming
    }
    if (!checked) return this.#take(this.#view?.diagnostics ?? NOTHING)
    const wanted = checked.wanted.filter((path) => !this.#missing.has(path))
    // what is said of files that nobody has looked for yet would be another thing a moment later
    await Promise.all(wanted.map((path) => this.#look(path)))
    if (wanted.length === 0 || JSON.stringify(this.#question()) === key) this.#take(checked.diagnostics)
    else this.changed()
  }

  #question() {
    const { folder: root, file, document } = this.#flow
    const base = root === "." ? "" : `${root}/`
    const own = file.slice(base.length)
    const texts: Record<string, string | null> = Object.fromEntries(this.#missing)
    for (const { path, text } of document.files)
      if (path.startsWith(base)) texts[path.slice(base.length)] = text
    return { root, file: own, texts, names: this.#names, tools: this.#tools }
  }

  /** Reads a file that the check asked for; the document keeps it, so that it follows the disk. */
  async #look(path: string): Promise<void> {
    try {
      const opened = await this.#flow.document.open(plainPath(this.#flow.pathOf(path)))
      if (!opened)
        this.#missing.set(path, "") // it is there, and no text
      else if (path.startsWith("..")) this.#missing.set(path, opened.text)
    } catch (thrown) {
      this.#missing.set(path, this.#isThere(path, thrown) ? "" : null)
    }
  }

  /** What lies beyond the opened folder, or is included into the flow, only the server can see. */
  #isThere(path: string, thrown: unknown): boolean {
    const isGone = thrown instanceof ApiFailure && thrown.code === "FILE_NOT_FOUND"
    const isIncluded = this.#flow.outline.fields.some(({ name }) => name === "additional_includes")
    if (isGone && !isIncluded) return false
    return !(this.#view?.diagnostics ?? []).some(
      ({ code, message }) => code === "NODE_SOURCE_MISSING" && message.includes(path),
    )
  }

  #take(found: readonly FlowDiagnostic[]): void {
    if (JSON.stringify(found) !== JSON.stringify(this.#all)) {
      this.#all = found
      this.#byFile = new Map()
    }
    const { file, text } = this.#flow
    const own = this.#all.filter((problem) => problem.file === undefined || fileMatches(problem.file, file))
    this.#placed = new PlacedProblems(text, own)
    this.#placedIn = text
    const byNode = problemsByNode(this.#all, this.#flow)
    for (const [node, problems] of byNode) {
      const before = this.#byNode.get(node)
      if (before && JSON.stringify(before) === JSON.stringify(problems)) byNode.set(node, before)
    }
    const isSame =
      byNode.size === this.#byNode.size && [...byNode].every(([node, one]) => this.#byNode.get(node) === one)
    if (!isSame) this.#byNode = byNode
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
