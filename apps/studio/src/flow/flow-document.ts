import { EditHistory, type FileChange, type Step } from "./edit-history.ts"
import type { FileAccess } from "./file-access.ts"
import { type OpenFile, OpenFiles, type SaveState } from "./open-files.ts"

const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1)

/** The files of a flow as the page has them, with one undo over all cards and files. */
export class FlowDocument {
  readonly #files: OpenFiles
  readonly #history = new EditHistory()

  constructor(access: FileAccess) {
    this.#files = new OpenFiles(access, (path, text) => this.#remember(path, text))
  }

  file(path: string): OpenFile | undefined {
    return this.#files.get(path)
  }

  get files(): OpenFile[] {
    return this.#files.all
  }

  /** What the bar says: the worst of all files. */
  get state(): SaveState {
    const order: SaveState[] = ["conflict", "failed", "saving", "waiting"]
    return order.find((state) => this.files.some((file) => file.state === state)) ?? "saved"
  }

  get undoLabel(): string | undefined {
    return this.#history.undoLabel
  }

  get redoLabel(): string | undefined {
    return this.#history.redoLabel
  }

  open(path: string): Promise<OpenFile | undefined> {
    return this.#files.open(path)
  }

  openAll(paths: readonly string[]): Promise<void> {
    return this.#files.openAll(paths)
  }

  /** Changes files as one step that can be undone. Files must be open, or new. */
  change(changes: FileChange[], label: string, key?: string): void {
    const real = changes.filter(({ path, text }) => (this.file(path)?.text ?? null) !== text)
    if (real.length === 0) return
    const before = real.map(({ path }) => ({ path, text: this.file(path)?.text ?? null }))
    this.#history.add({ label, before, after: real, key })
    this.#apply(real)
  }

  undo(): string | undefined {
    return this.#step(this.#history.undo(), "before")
  }

  redo(): string | undefined {
    return this.#step(this.#history.redo(), "after")
  }

  #step(step: Step | undefined, to: "before" | "after"): string | undefined {
    if (!step?.moved) {
      if (step) this.#apply(step[to])
      return step?.label
    }
    const { moved } = step
    const gone = to === "before" ? this.#relocate(moved.to, moved.from) : this.#relocate(moved.from, moved.to)
    // where it cannot go there, the step is still to be made
    void gone.then(
      () => this.#apply(step[to]),
      () => void (to === "before" ? this.#history.redo() : this.#history.undo()),
    )
    return step.label
  }

  /**
   * Moves a file or a folder, with what follows from it in other files, as one step. What is open stays open under its new
   * path. Rejects where nothing was moved.
   */
  async move(from: string, to: string, label: string, then: () => Promise<void>): Promise<void> {
    await this.#relocate(from, to)
    const { last } = this.#history
    this.#history.add({ label, before: [], after: [], moved: { from, to }, key: undefined })
    try {
      await then()
    } finally {
      this.#history.join(last, label)
    }
  }

  async #relocate(from: string, to: string): Promise<void> {
    await this.#files.move(from, to)
    this.#history.rename(from, to)
  }

  changedOnDisk(paths: readonly string[] | "any"): Promise<void> {
    return this.#files.changedOnDisk(paths)
  }

  /** Ends a conflict with what is on disk. To undo that brings back what is here. */
  takeTheirs(path: string): void {
    const file = this.file(path)
    if (!file?.theirs) return
    this.#chosen(path, file.text, file.theirs.text)
    this.#files.settle(path, "theirs")
  }

  /** Ends a conflict with what is here. To undo that brings back what was on disk. */
  keepMine(path: string): void {
    const file = this.file(path)
    if (!file?.theirs) return
    this.#chosen(path, file.theirs.text, file.text)
    this.#files.settle(path, "mine")
  }

  #chosen(path: string, before: string, after: string): void {
    const label = `choice between both of ${nameOf(path)}`
    this.#history.add({
      label,
      before: [{ path, text: before }],
      after: [{ path, text: after }],
      key: undefined,
    })
  }

  /**
   * What somebody else has written is a step of its own where there are others of that file: to undo or redo those must not write
   * over it without a word.
   */
  #remember(path: string, text: string): void {
    const before = this.#history.textOf(path)
    if (before === undefined || before === text) return
    const label = `change of ${nameOf(path)} on disk`
    this.#history.add({ label, before: [{ path, text: before }], after: [{ path, text }], key: undefined })
  }

  flush(): Promise<void> {
    return this.#files.flush()
  }

  /** Lets go of a file that is not there any more, and of edits of it. Nothing is deleted. */
  forget(path: string): void {
    this.#history.forget(path)
    this.#files.close(path)
  }

  subscribe(path: string, listener: () => void): () => void {
    return this.#files.subscribe(path, listener)
  }

  #apply(changes: FileChange[]): void {
    for (const { path, text } of changes)
      if (text === null) this.#files.delete(path)
      else this.#files.edit(path, text)
  }
}
