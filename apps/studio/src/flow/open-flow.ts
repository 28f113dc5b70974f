import type { FlowEdit, FlowOutline, NodeOutline } from "@internal/flow"
import { fromPlain, type Value } from "@internal/value"
import { onStore } from "../api/live-changes.ts"
import { ask } from "../api/queries.ts"
import type { WorkOutcome } from "../api/work.ts"
import { allSaved } from "./all-saved.ts"
import { FlowDocument } from "./flow-document.ts"
import { FlowEdits, type NewFile } from "./flow-edits.ts"
import { FlowProblems } from "./flow-problems.ts"
import { FlowTests } from "./flow-tests.ts"
import type { LastRun } from "./last-run.ts"
import { Outlines } from "./outlines.ts"
import { effectiveInputs, portsOfOutline, type RunPorts, sampleOfOutline } from "./run-ports.ts"
import { RunValues } from "./run-values.ts"
import { serverFiles } from "./server-files.ts"
import { casesFile, TestCaseFile } from "./test-case-file.ts"
import { inputTexts } from "./test-facts.ts"
import type { Running, TestRunOptions } from "./tested-flow.ts"
import { sourcePaths, writtenNodes } from "./written-nodes.ts"

/**
 * A flow that is open in the page: its files, its outline, what was run of it last, and what runs. Everything that changes
 * the flow goes through `edit` or `document.change`, so that all of it can be undone.
 */
export class OpenFlow {
  readonly path: string
  readonly folder: string
  readonly file: string
  readonly document: FlowDocument
  tests: FlowTests
  /** Test cases and pinned values, in a file of the flow. */
  readonly cases: TestCaseFile
  /** What the next run is given. */
  readonly values: RunValues
  readonly problems = new FlowProblems(this)
  /** Asks whether the code of the folder may run; what is given runs it then. */
  onUntrusted: ((again: () => void) => void) | undefined
  readonly #listeners = new Set<() => void>()
  readonly #outlines = new Outlines(() => this.#changed())
  readonly #edits: FlowEdits
  #variants: Record<string, string> = {}
  #ports: RunPorts | undefined
  #version = 0
  #testsVersion = 0

  /** `folder`: where its files are, if `path` is not that. */
  constructor(path: string, file: string, folder = path) {
    this.path = path
    this.folder = folder
    this.file = folder === "." ? file : `${folder}/${file}`
    this.document = new FlowDocument(serverFiles)
    this.tests = new FlowTests(this.#tested())
    this.cases = new TestCaseFile(this.document, this.pathOf(casesFile(path)))
    this.values = new RunValues(path, () => this.#changed())
    this.#edits = new FlowEdits({
      file: this.file,
      document: this.document,
      text: () => this.text,
      outline: () => this.outline,
      pathOf: (source) => this.pathOf(source),
      renamed: (part) => {
        if (part.of === "input") this.values.follow(part)
        return this.cases.renamed(part)
      },
      knowOutline: (text, outline) => void this.#outlines.take(text, outline),
    })
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
      this.tests = new FlowTests(this.#tested()) // for whoever comes back
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
      get ports() {
        return flow.ports
      },
      get inputs() {
        return flow.inputs
      },
      get init() {
        return flow.values.init
      },
      get untaken() {
        return flow.values.untaken
      },
      get variants() {
        return flow.variants
      },
      get pinned() {
        return flow.cases.pinned
      },
      get hasErrors() {
        return flow.problems.all.some(({ severity }) => severity === "error")
      },
      get onUntrusted() {
        return flow.onUntrusted
      },
      nodeFiles: () =>
        new Map(
          this.outline.nodes.map((node) => [
            node.name,
            [this.file, ...sourcePaths(node).map((source) => this.pathOf(source))],
          ]),
        ),
      saved: () => allSaved(this.document),
      takeValues: (values) => this.values.begin("last", values),
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
    const sources = this.outline.nodes.flatMap(sourcePaths)
    await this.document.openAll(sources.map((source) => this.pathOf(source)))
    const sample = sampleOfOutline(this.outline)
    if (sample) this.values.begin("sample", { inputs: sample })
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

  /** What a run takes, and by which types. */
  get ports(): RunPorts {
    return this.#ports ?? portsOfOutline(this.outline)
  }

  /** Of a flow without nodes its code or its file says what it takes, as the server reads it. */
  takePorts(ports: RunPorts): void {
    this.#ports = ports
    if (ports.sample) this.values.begin("sample", ports.sample)
    this.#changed()
  }

  /** Inputs of the next test: what was typed, else those of the last one; others have their defaults. */
  get inputs(): Readonly<Record<string, unknown>> {
    return this.values.inputs
  }

  setInput(name: string, value: unknown): void {
    this.values.set("inputs", name, value)
  }

  setInputs(inputs: Readonly<Record<string, unknown>>): void {
    this.values.setAll("inputs", inputs)
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
  async edit(edit: FlowEdit, label: string, beside: readonly NewFile[] = []): Promise<void> {
    await this.#edits.make(edit, label, beside) // a promise of its own: a failure that nobody handles is told
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
    const sourceText = (source: string) => this.document.file(this.pathOf(source))?.text ?? ""
    const written = writtenNodes(this.#outlines.of(this.text), this.#variants, sourceText)
    this.last.write(written, inputTexts(effectiveInputs(this.ports, this.inputs)))
    for (const listener of this.#listeners) listener()
  }
}
