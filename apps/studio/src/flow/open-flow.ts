import { type FlowEdit, type FlowOutline, type NodeOutline, renameTemplateVariable } from "@internal/flow"
import { fromPlain, type Value } from "@internal/value"
import { call } from "../api/call.ts"
import { onStore } from "../api/live-changes.ts"
import { ask } from "../api/queries.ts"
import type { WorkOutcome } from "../api/work.ts"
import { languageOf } from "../editor/languages.ts"
import { askEdit } from "./ask-outline.ts"
import { type FileAccess, FlowDocument } from "./flow-document.ts"
import { FlowProblems } from "./flow-problems.ts"
import { FlowTests } from "./flow-tests.ts"
import type { LastRun, Written } from "./last-run.ts"
import { Outlines } from "./outlines.ts"
import { effectiveInputs } from "./run-needs.ts"
import { TestCaseFile } from "./test-case-file.ts"
import { inputTexts } from "./test-facts.ts"
import type { Running, TestRunOptions } from "./tested-flow.ts"

const server: FileAccess = {
  read: (path) => call("files.read", { query: { path } }),
  readAll: (paths) => call("files.readAll", { body: { paths: [...paths] } }),
  write: (path, text, base) => call("files.write", { body: { path, text, base } }),
  remove: async (path) => void (await call("files.delete", { query: { path } })),
}

/** A file by its path as the flow writes it. */
export interface NewFile {
  path: string
  text: string
}

/**
 * A DAG flow that is open in the page: its files, its outline, what was run of it last, and what runs. Everything that
 * changes the flow goes through `edit` or `document.change`, so that all of it can be undone.
 */
export class OpenFlow {
  readonly path: string
  readonly folder: string
  readonly file: string
  readonly document: FlowDocument
  readonly tests: FlowTests
  /** Test cases and pinned values, in a file of the flow. */
  readonly cases: TestCaseFile
  readonly problems = new FlowProblems(this)
  /** Asks whether the code of the folder may run; what is given runs it then. */
  onUntrusted: ((again: () => void) => void) | undefined
  readonly #listeners = new Set<() => void>()
  readonly #outlines = new Outlines(() => this.#changed())
  #edits: Promise<unknown> = Promise.resolve()
  #variants: Record<string, string> = {}
  #inputs: Record<string, unknown> = {}
  #areTyped = false
  #inputsVersion = 0
  #version = 0
  #testsVersion = 0

  /** `folder`: where its files are, if `path` is not that. */
  constructor(path: string, file: string, folder = path) {
    this.path = path
    this.folder = folder
    this.file = folder === "." ? file : `${folder}/${file}`
    this.document = new FlowDocument(server)
    this.tests = new FlowTests(this.#tested())
    this.cases = new TestCaseFile(this.document, this.pathOf(casesFile(path)))
    this.#inputs = readInputs(path)
    this.#areTyped = Object.keys(this.#inputs).length > 0
    this.document.subscribe(this.cases.path, () => this.#testsVersion++)
    this.document.subscribe("", () => this.#changed("texts"))
  }

  /** Shows what has been tested, and what others test, until the flow is left. */
  follow(): () => void {
    void this.tests.look()
    const leave = onStore(() => void this.tests.look())
    return () => {
      leave()
      this.tests.close()
    }
  }

  #tested(): ConstructorParameters<typeof FlowTests>[0] {
    const flow = this
    return {
      path: this.path,
      folder: this.folder,
      get outline() {
        return flow.outline
      },
      get inputs() {
        return flow.inputs
      },
      get variants() {
        return flow.variants
      },
      get pinned() {
        return flow.cases.pinned
      },
      get onUntrusted() {
        return flow.onUntrusted
      },
      nodeFiles: () => this.#nodeFiles(),
      saved: () => this.document.flush(),
      takeInputs: (inputs) => {
        if (this.#areTyped) return
        this.#inputs = inputs
        this.#inputsVersion++
      },
      changed: () => this.#changed(),
    }
  }

  async load(): Promise<void> {
    const [entries] = await Promise.all([
      ask("files.list", { folder: this.folder }).catch(() => []),
      this.document.open(this.file),
    ])
    if (entries.some(({ path }) => path === this.cases.path)) await this.document.open(this.cases.path)
    await this.#outlines.read(this.text)
    const sources = this.outline.nodes
      .flatMap((node) => [node, ...node.variants])
      .flatMap(({ source }) => source?.path ?? [])
    await this.document.openAll(sources.map((source) => this.pathOf(source)))
    this.#changed()
  }

  get text(): string {
    return this.document.file(this.file)?.text ?? ""
  }

  /** Of a long file that has just been changed on disk or typed in as text: the last that was read. */
  get outline(): FlowOutline {
    return this.#outlines.of(this.text).outline
  }

  /** A node for its card: the same object while it says the same. Its offsets may be those of an older text. */
  node(index: number): NodeOutline | undefined {
    return this.#outlines.of(this.text).nodes[index]
  }

  /** A path as the flow writes it, below the opened folder. */
  pathOf(source: string): string {
    return this.folder === "." ? source : `${this.folder}/${source}`
  }

  get last(): LastRun {
    return this.tests.last
  }

  get running(): Running | undefined {
    return this.tests.running
  }

  /** How the last test ended. */
  get outcome(): WorkOutcome | undefined {
    return this.tests.outcome
  }

  /** Inputs of the next test: what was typed, else the defaults. */
  get inputs(): Readonly<Record<string, unknown>> {
    return this.#inputs
  }

  /** Another number when the inputs are others than those that were typed: fields then show them anew. */
  get inputsVersion(): number {
    return this.#inputsVersion
  }

  setInput(name: string, value: unknown): void {
    this.#inputs = { ...this.#inputs, [name]: value }
    this.#areTyped = true
    keepInputs(this.path, this.#inputs)
    this.#changed()
  }

  /** All of them at once: of a test case, or of JSON. */
  setInputs(inputs: Readonly<Record<string, unknown>>): void {
    this.#inputs = { ...inputs }
    this.#areTyped = true
    this.#inputsVersion++
    keepInputs(this.path, this.#inputs)
    this.#changed()
  }

  /** Variants that tests use, by node; the default where none is chosen. */
  get variants(): Readonly<Record<string, string>> {
    return this.#variants
  }

  chooseVariant(node: string, variant: string): void {
    this.#variants = { ...this.#variants, [node]: variant }
    this.#changed()
  }

  /**
   * Makes an edit of the flow's file, with the files that follow from it and new ones `beside` it, as one step. Rejects as
   * `editFlow` fails.
   */
  edit(edit: FlowEdit, label: string, beside: readonly NewFile[] = []): Promise<void> {
    // one after another: each is made of what the one before it has written
    const done = this.#edits.then(() => this.#edit(edit, label, beside))
    this.#edits = done.catch(() => {})
    return done
  }

  async #edit(edit: FlowEdit, label: string, beside: readonly NewFile[]): Promise<void> {
    const before = this.text
    const { text, files, outline } = await askEdit(before, edit, this.file)
    if (this.text !== before) return this.#edit(edit, label, beside) // typed in as text meanwhile
    if (outline) this.#outlines.take(text, outline)
    const changes: { path: string; text: string | null }[] = [{ path: this.file, text }]
    for (const { path, text: given } of beside) changes.push({ path: this.pathOf(path), text: given })
    for (const file of files) {
      if (file.kind === "unused") continue // it stays: another flow may have it
      const from = await this.document.open(this.pathOf(file.from)).catch(() => undefined)
      if (!from) continue
      changes.push({ path: this.pathOf(file.to), text: from.text })
      if (file.kind === "rename") changes.push({ path: this.pathOf(file.from), text: null })
    }
    changes.push(...(await this.#renamedInTemplate(edit)))
    this.document.change(changes, label)
  }

  /** An input that is called otherwise is called so in its template too; code is left to its author. */
  async #renamedInTemplate(edit: FlowEdit): Promise<{ path: string; text: string }[]> {
    if (edit.kind !== "node-input-rename") return []
    const node = this.outline.nodes.find(({ index, name }) => index === edit.node || name === edit.node)
    const definition =
      edit.variant === undefined ? node : node?.variants.find(({ id }) => id === edit.variant)
    const path = definition?.source?.path
    if (path === undefined || languageOf(path) !== "jinja") return []
    const file = await this.document.open(this.pathOf(path)).catch(() => undefined)
    if (!file) return []
    try {
      return [{ path: file.path, text: renameTemplateVariable(file.text, edit.name, edit.to).text }]
    } catch {
      return [] // a template that cannot be read says so in its editor
    }
  }

  /** Sets something of a node, or of one of its variants. */
  set(
    node: NodeOutline,
    path: (string | number)[],
    value: unknown,
    label: string,
    variant?: string,
  ): Promise<void> {
    const exact = value === undefined ? undefined : (fromPlain(value) as Value)
    return this.edit(
      { kind: "node-set", node: node.index, path, value: exact, ...(variant !== undefined && { variant }) },
      label,
    )
  }

  /** Tests the flow, a node with what those before it gave last, or a node and what depends on it. */
  run(options: TestRunOptions = {}): Promise<WorkOutcome> {
    return this.tests.run(options)
  }

  cancel(): Promise<void> {
    return this.tests.cancel()
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get version(): number {
    return this.#version
  }

  /** Another number when anything but the texts of files has changed: inputs, tests, cases. */
  get testsVersion(): number {
    return this.#testsVersion
  }

  #changed(what?: "texts"): void {
    this.#version++
    if (what !== "texts") this.#testsVersion++
    this.problems.changed()
    this.last.write(this.#written(), inputTexts(effectiveInputs(this.outline, this.#inputs)))
    for (const listener of this.#listeners) listener()
  }

  /** Text of each node with the files that it names: what its output depends on. */
  #written(): Map<string, Written> {
    const { text, outline } = this.#outlines.of(this.text)
    return new Map(
      outline.nodes.map((node) => {
        const chosen = node.variants.find(
          ({ id, isDefault }) =>
            id === this.#variants[node.name] || (this.#variants[node.name] === undefined && isDefault),
        )
        const definition = node.usesVariants && chosen ? chosen : node
        const { from, to } = definition.range
        const source = definition.source?.path
        const code = source === undefined ? "" : (this.document.file(this.pathOf(source))?.text ?? "")
        const inputs = definition.references.flatMap(({ reference }) =>
          reference.kind === "flow-input" ? [`inputs.${reference.name}`] : [],
        )
        return [
          node.name,
          {
            text: `${text.slice(from, to)}\n${code}`,
            needs: [...node.needs, ...inputs],
            ...(node.usesVariants && chosen && { variant: chosen.id }),
          },
        ]
      }),
    )
  }

  /** What the output of each node depends on, by file. */
  #nodeFiles(): ReadonlyMap<string, readonly string[]> {
    return new Map(
      this.outline.nodes.map((node) => {
        const sources = [node, ...node.variants].flatMap(({ source }) => source?.path ?? [])
        return [node.name, [this.file, ...sources.map((source) => this.pathOf(source))]]
      }),
    )
  }
}

/** Prompties of one folder have files of their own. */
function casesFile(path: string): string {
  const prompty = /([^/]+)\.prompty$/.exec(path)
  return prompty ? `${prompty[1]}.test-cases.json` : "test-cases.json"
}

/** What was typed stays while the tab is open. */
const keyOf = (path: string) => `millrace.inputs ${path}`

function readInputs(path: string): Record<string, unknown> {
  try {
    const inputs: unknown = JSON.parse(sessionStorage.getItem(keyOf(path)) ?? "{}")
    return typeof inputs === "object" && inputs !== null ? { ...inputs } : {}
  } catch {
    return {} // storage is forbidden
  }
}

function keepInputs(path: string, inputs: Readonly<Record<string, unknown>>): void {
  try {
    sessionStorage.setItem(keyOf(path), JSON.stringify(inputs))
  } catch {
    // they stay for this page only
  }
}
