import { EditHistory, type FileChange, movedPath, type Step } from "./edit-history.ts"
import { type FileAccess, isMissing } from "./file-access.ts"
import { Listeners } from "./listeners.ts"
import { Turns } from "./turns.ts"

export type SaveState = "saved" | "waiting" | "saving" | "conflict" | "failed"

export interface OpenFile {
  path: string
  text: string
  /** Version on disk that the text grew from; null: it is not there yet. */
  base: string | null
  state: SaveState
  /** What is on disk now, in a conflict. */
  theirs?: { text: string; version: string }
  problem?: string
}

const SAVE_AFTER_MS = 400
const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1)

/**
 * The files of a flow as the page has them: one undo over all cards and files, saved by themselves, never over somebody
 * else's change. Components subscribe to a file by its path, or to `""` for anything.
 */
export class FlowDocument {
  readonly #access: FileAccess
  readonly #files = new Map<string, OpenFile>()
  readonly #listeners = new Listeners()
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  /**
   * One thing at a time with each file on disk. While a write is under way nobody can say whether what is there is its own:
   * whoever wants to read or write then, waits.
   */
  readonly #turns = new Turns()
  /** Texts that were sent to the disk by a write that nobody knows the end of. */
  readonly #unsure = new Map<string, string>()
  readonly #history = new EditHistory()
  /** Files that were open and are not there any more: they are opened again when they come back. */
  readonly #gone = new Set<string>()

  constructor(access: FileAccess) {
    this.#access = access
  }

  file(path: string): OpenFile | undefined {
    return this.#files.get(path)
  }

  get files(): OpenFile[] {
    return [...this.#files.values()]
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

  /** Reads a file, once. A file that is no text is not opened. */
  async open(path: string): Promise<OpenFile | undefined> {
    const known = this.#files.get(path)
    if (known) return known
    await this.#turns.over(path)
    const { text, version } = await this.#access.read(path)
    if (text === null) return undefined
    const opened = this.#files.get(path) ?? { path, text, base: version, state: "saved" }
    this.#set(opened)
    return opened
  }

  /** Reads files, once, and tells of all of them together. Files that are not there, or no text, are not opened. */
  async openAll(paths: readonly string[]): Promise<void> {
    const wanted = [...new Set(paths)].filter((path) => !this.#files.has(path))
    if (!this.#access.readAll) {
      await Promise.all(wanted.map((path) => this.open(path).catch(() => undefined)))
      return
    }
    if (wanted.length === 0) return
    const read = await this.#access.readAll(wanted)
    for (const { path, text, version } of read)
      if (text !== null && !this.#files.has(path))
        this.#files.set(path, { path, text, base: version, state: "saved" })
    this.#listeners.tell(...read.map(({ path }) => path))
  }

  /** Changes files as one step that can be undone. Files must be open, or new. */
  change(changes: FileChange[], label: string, key?: string): void {
    const real = changes.filter(({ path, text }) => (this.#files.get(path)?.text ?? null) !== text)
    if (real.length === 0) return
    const before = real.map(({ path }) => ({ path, text: this.#files.get(path)?.text ?? null }))
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
    const open = [...this.#files.keys()].filter((path) => movedPath(path, from, to) !== undefined)
    await Promise.all(open.map((path) => this.#turns.over(path)))
    const moving = this.#access.move(from, to)
    // nobody looks meanwhile whether they are still there
    const held = open.map((path) => this.#turns.take(path, () => moving.catch(() => {})))
    await moving
    this.#history.rename(from, to)
    for (const path of open) {
      const file = this.#files.get(path)
      const moved = movedPath(path, from, to)
      if (!file || moved === undefined) continue
      this.#close(path)
      this.#set({ ...file, path: moved })
      if (file.state === "waiting") this.#saveSoon(moved)
    }
    await Promise.all(held)
  }

  /** Somebody may have changed these files, or any: what has no change of its own follows, the rest is a conflict. */
  async changedOnDisk(paths: readonly string[] | "any"): Promise<void> {
    const looked = paths === "any" ? [...this.#files.keys(), ...this.#gone] : paths
    await Promise.all(
      looked.map(async (path) => {
        if (this.#gone.has(path)) {
          const back = await this.open(path).catch(() => undefined)
          if (back) this.#remember(back)
        }
        if (this.#files.has(path)) await this.#turns.take(path, () => this.#look(path))
      }),
    )
  }

  /** Ends a conflict with what is on disk. To undo that brings back what is here. */
  takeTheirs(path: string): void {
    const file = this.#files.get(path)
    if (!file?.theirs) return
    const { text, version } = file.theirs
    this.#chosen(path, file.text, text)
    this.#set({ path, text, base: version, state: "saved" })
  }

  /** Ends a conflict with what is here. To undo that brings back what was on disk. */
  keepMine(path: string): void {
    const file = this.#files.get(path)
    if (!file?.theirs) return
    this.#chosen(path, file.theirs.text, file.text)
    this.#set({ path, text: file.text, base: file.theirs.version, state: "waiting" })
    void this.#save(path)
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
  #remember({ path, text }: { path: string; text: string }): void {
    const before = this.#history.textOf(path)
    if (before === undefined || before === text) return
    const label = `change of ${nameOf(path)} on disk`
    this.#history.add({ label, before: [{ path, text: before }], after: [{ path, text }], key: undefined })
  }

  /** Writes at once what waits; a test must run what is shown. Resolves when all is saved, or cannot be. */
  async flush(): Promise<void> {
    const tried = new Set<string>()
    for (;;) {
      const open = this.files.filter(
        ({ path, state }) =>
          state === "waiting" || state === "saving" || (state === "failed" && !tried.has(path)),
      )
      if (open.length === 0) return
      for (const { path, state } of open) if (state === "failed") tried.add(path)
      await Promise.all(open.map(({ path }) => this.#save(path)))
    }
  }

  /** Lets go of a file that is not there any more, and of edits of it. Nothing is deleted. */
  forget(path: string): void {
    this.#history.forget(path)
    this.#close(path)
  }

  #close(path: string): void {
    clearTimeout(this.#timers.get(path))
    if (this.#files.delete(path)) this.#listeners.tell(path)
  }

  subscribe(path: string, listener: () => void): () => void {
    return this.#listeners.add(path, listener)
  }

  #apply(changes: FileChange[]): void {
    for (const { path, text } of changes) {
      if (text === null) {
        this.#delete(path)
        continue
      }
      const file = this.#files.get(path) ?? { path, base: null, text, state: "waiting" as const }
      const state = file.state === "conflict" ? "conflict" : "waiting"
      this.#set({ ...file, text, state })
      if (state === "waiting") this.#saveSoon(path)
    }
  }

  #saveSoon(path: string): void {
    clearTimeout(this.#timers.get(path))
    this.#timers.set(
      path,
      setTimeout(() => void this.#save(path), SAVE_AFTER_MS),
    )
  }

  #save(path: string): Promise<void> {
    clearTimeout(this.#timers.get(path))
    return this.#turns.take(path, () => this.#write(path))
  }

  async #write(path: string): Promise<void> {
    const file = this.#files.get(path)
    if (file?.state !== "waiting" && file?.state !== "failed") return
    const { text, base } = file
    this.#set({ path, text, base, state: "saving" })
    try {
      const { version } = await this.#access.write(path, text, base)
      this.#unsure.delete(path)
      this.#based(path, version, text)
    } catch (thrown) {
      await this.#writeFailed(path, text, thrown)
    }
  }

  /** What is on disk is `text`, which this page has written. */
  #based(path: string, version: string, text: string): void {
    const now = this.#files.get(path)
    if (!now) return
    const isSame = now.text === text
    this.#set({ path, text: now.text, base: version, state: isSame ? "saved" : "waiting" })
    if (!isSame) this.#saveSoon(path)
  }

  async #writeFailed(path: string, text: string, thrown: unknown): Promise<void> {
    if ((thrown as { code?: string }).code !== "FILE_CHANGED")
      this.#unsure.set(path, text) // only the answer may be lost
    else if (await this.#look(path)) return
    const file = this.#files.get(path)
    if (!file) return
    const problem = thrown instanceof Error ? thrown.message : String(thrown)
    this.#set({ path, text: file.text, base: file.base, state: "failed", problem })
  }

  /** Compares a file with what is on disk now. Answers whether that is known. */
  async #look(path: string): Promise<boolean> {
    const now = await this.#access.read(path).catch(isMissing)
    const file = this.#files.get(path)
    if (now === undefined || now?.text === null || !file) return false
    if (now === null) {
      this.#lost(file)
      return true
    }
    const { text, version } = now
    const isOwn = version === file.base || text === this.#unsure.get(path)
    this.#unsure.delete(path)
    if (file.state === "saved" || text === file.text) {
      if (text !== file.text) this.#remember({ path, text })
      if (file.state !== "saved" || version !== file.base)
        this.#set({ path, text, base: version, state: "saved" })
    } else if (!isOwn) this.#conflict(file, { text, version })
    else if (version !== file.base || file.state === "conflict" || file.state === "saving")
      this.#based(path, version, text)
    return true
  }

  /** It is not there any more. With an edit of its own that is said when it cannot be written. */
  #lost({ path, text, base, state }: OpenFile): void {
    if (state === "saved") {
      this.#close(path)
      this.#gone.add(path)
    } else if (state !== "waiting" && base !== null) {
      const problem = "It was deleted on disk. Trying again writes it anew."
      this.#set({ path, text, base: null, state: "failed", problem })
    }
  }

  #conflict(file: OpenFile, theirs: { text: string; version: string }): void {
    clearTimeout(this.#timers.get(file.path))
    this.#set({ path: file.path, text: file.text, base: file.base, state: "conflict", theirs })
  }

  #delete(path: string): void {
    clearTimeout(this.#timers.get(path))
    this.#files.delete(path)
    void this.#turns.take(path, () => this.#access.remove(path)).catch(() => {}) // it may never have been written
    this.#listeners.tell(path)
  }

  #set(file: OpenFile): void {
    this.#gone.delete(file.path)
    this.#files.set(file.path, file)
    this.#listeners.tell(file.path)
  }
}
