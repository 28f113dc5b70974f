import { type FlowEdit, type FlowOutline, type NodeOutline, renameTemplateVariable } from "@internal/flow"
import { fromPlain, type Value } from "@internal/value"
import { call } from "../api/call.ts"
import { RunState } from "../api/run-state.ts"
import { FollowedWork, type Told, type WorkOutcome } from "../api/work.ts"
import { languageOf } from "../editor/languages.ts"
import { askEdit } from "./ask-outline.ts"
import { type FileAccess, FlowDocument } from "./flow-document.ts"
import { LastRun, type Written } from "./last-run.ts"
import { Outlines } from "./outlines.ts"

const server: FileAccess = {
  read: (path) => call("files.read", { query: { path } }),
  readAll: (paths) => call("files.readAll", { body: { paths: [...paths] } }),
  write: (path, text, base) => call("files.write", { body: { path, text, base } }),
  remove: async (path) => void (await call("files.delete", { query: { path } })),
}

export interface Running {
  work: FollowedWork | undefined
  nodes: readonly string[]
  /** What is done before the first node: an environment that is made, a model that is fetched. */
  setup: string
}

/**
 * A DAG flow that is open in the page: its files, its outline, what was run of it last, and what runs. Everything that
 * changes the flow goes through `edit` or `document.change`, so that all of it can be undone.
 */
export class OpenFlow {
  readonly path: string
  readonly file: string
  readonly document: FlowDocument
  readonly last = new LastRun()
  /** Asks whether the code of the folder may run; what is given runs it then. */
  onUntrusted: ((again: () => void) => void) | undefined
  readonly #listeners = new Set<() => void>()
  readonly #outlines = new Outlines(() => this.#changed())
  #edits: Promise<unknown> = Promise.resolve()
  #running: Running | undefined
  #outcome: WorkOutcome | undefined
  #variants: Record<string, string> = {}
  #inputs: Record<string, unknown> = {}
  #version = 0

  constructor(path: string, file: string) {
    this.path = path
    this.file = path === "." ? file : `${path}/${file}`
    this.document = new FlowDocument(server)
    this.document.subscribe("", () => this.#changed())
  }

  async load(): Promise<void> {
    await this.document.open(this.file)
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
    return this.path === "." ? source : `${this.path}/${source}`
  }

  get running(): Running | undefined {
    return this.#running
  }

  /** How the last test ended. */
  get outcome(): WorkOutcome | undefined {
    return this.#outcome
  }

  /** Inputs of the next test: what was typed, else the defaults. */
  get inputs(): Readonly<Record<string, unknown>> {
    return this.#inputs
  }

  setInput(name: string, value: unknown): void {
    this.#inputs = { ...this.#inputs, [name]: value }
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

  /** Makes an edit of the flow's file, with the files that follow from it, as one step. Rejects as `editFlow` fails. */
  edit(edit: FlowEdit, label: string): Promise<void> {
    // one after another: each is made of what the one before it has written
    const done = this.#edits.then(() => this.#edit(edit, label))
    this.#edits = done.catch(() => {})
    return done
  }

  async #edit(edit: FlowEdit, label: string): Promise<void> {
    const before = this.text
    const { text, files, outline } = await askEdit(before, edit, this.file)
    if (this.text !== before) return this.#edit(edit, label) // typed in as text meanwhile
    if (outline) this.#outlines.take(text, outline)
    const changes: { path: string; text: string | null }[] = [{ path: this.file, text }]
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

  /** Tests the flow, or a node with what those before it gave last. Answers how it ended. */
  async run(
    options: {
      node?: string
      inputs?: Record<string, unknown>
      cache?: "use" | "all" | "default" | "refresh"
    } = {},
  ): Promise<WorkOutcome> {
    if (this.#running) return {}
    const { node, cache = "default" } = options
    const nodes = node === undefined ? this.outline.nodes.map(({ name }) => name) : [node]
    this.#running = { work: undefined, nodes, setup: "" }
    this.#outcome = undefined
    this.#changed()
    try {
      await this.document.flush()
      const inputs = node === undefined ? this.#inputs : { ...this.nodeInputs(node), ...options.inputs }
      const { work } = await call("tests.start", {
        body: {
          flow: this.path,
          inputs,
          variants: this.#variants,
          cache,
          ...(node !== undefined && { node }),
        },
      })
      const state = new RunState(work)
      this.last.begin(state, nodes)
      const followed = new FollowedWork(work, { state, told: (told) => this.#told(told) })
      this.#running = { work: followed, nodes, setup: "" }
      this.#changed()
      this.#outcome = await followed.outcome
    } catch (thrown) {
      this.#outcome = { error: thrown as Error & { code?: string; hint?: string } }
    }
    this.#running = undefined
    const outcome = this.#outcome
    if (outcome.error?.code === "FOLDER_UNTRUSTED" && this.onUntrusted) {
      this.#outcome = undefined
      this.onUntrusted(() => void this.run(options))
    }
    this.#changed()
    return outcome
  }

  async cancel(): Promise<void> {
    await this.#running?.work?.cancel()
  }

  /** What a node is given when it runs alone: the flow's inputs, and last outputs by `node.output`. */
  nodeInputs(name: string): Record<string, unknown> {
    const node = this.outline.nodes.find((one) => one.name === name)
    const given: Record<string, unknown> = {}
    for (const [input, value] of Object.entries(this.#inputs)) given[`inputs.${input}`] = value
    for (const needed of node?.needs ?? []) {
      const { output } = this.last.get(needed)
      if (output !== undefined) given[`${needed}.output`] = output
    }
    return given
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get version(): number {
    return this.#version
  }

  #told(told: Told): void {
    if (told.type !== "setup" || !this.#running) return
    this.#running = { ...this.#running, setup: String(told.step ?? "") }
    this.#changed()
  }

  #changed(): void {
    this.#version++
    this.last.write(this.#written(), JSON.stringify(this.#inputs))
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
        const usesInputs = definition.references.some(({ reference }) => reference.kind === "flow-input")
        return [
          node.name,
          {
            text: `${text.slice(from, to)}\n${code}`,
            needs: [...node.needs, ...(usesInputs ? ["inputs"] : [])],
          },
        ]
      }),
    )
  }
}
