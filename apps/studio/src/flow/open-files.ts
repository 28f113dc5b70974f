import { movedPath } from "./edit-history.ts"
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

/**
 * Files that are open in the page, each in step with the disk: saved by themselves, never over somebody else's change.
 * Whoever looks on subscribes to a file by its path, or to `""` for anything.
 */
export class OpenFiles {
  readonly #access: FileAccess
  readonly #changedOutside: (path: string, text: string) => void
  readonly #files = new Map<string, OpenFile>()
  readonly #listeners = new Listeners()
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  /**
   * One thing at a time with each file on disk. While a write is under way nobody can say whether what is there is its own:
   * whoever wants to read or write then, waits.
   */
  readonly #turns = new Turns<string>()
  /** Texts that were sent to the disk by a write that nobody knows the end of. */
  readonly #unsure = new Map<string, string>()
  /** Files that were open and are not there any more: they are opened again when they come back. */
  readonly #gone = new Set<string>()

  /** `changedOutside` hears of texts that come from the disk in place of what was open, before they are shown. */
  constructor(access: FileAccess, changedOutside: (path: string, text: string) => void) {
    this.#access = access
    this.#changedOutside = changedOutside
  }

  get(path: string): OpenFile | undefined {
    return this.#files.get(path)
  }

  get all(): OpenFile[] {
    return [...this.#files.values()]
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

  /** Gives a file, open or new, another text. */
  edit(path: string, text: string): void {
    const file = this.#files.get(path) ?? { path, base: null, text, state: "waiting" as const }
    const state = file.state === "conflict" ? "conflict" : "waiting"
    this.#set({ ...file, text, state })
    if (state === "waiting") this.#saveSoon(path)
  }

  /** Deletes a file, on disk too. */
  delete(path: string): void {
    clearTimeout(this.#timers.get(path))
    this.#files.delete(path)
    void this.#turns.take(path, () => this.#access.remove(path)).catch(() => {}) // it may never have been written
    this.#listeners.tell(path)
  }

  /** Moves a file or a folder. What is open stays open under its new path. Rejects where nothing was moved. */
  async move(from: string, to: string): Promise<void> {
    const open = [...this.#files.keys()].filter((path) => movedPath(path, from, to) !== undefined)
    await Promise.all(open.map((path) => this.#turns.over(path)))
    const moving = this.#access.move(from, to)
    // nobody looks meanwhile whether they are still there
    for (const path of open) void this.#turns.take(path, () => moving.catch(() => {}))
    await moving
    for (const path of open) {
      const file = this.#files.get(path)
      const moved = movedPath(path, from, to)
      if (!file || moved === undefined) continue
      this.close(path)
      this.#set({ ...file, path: moved })
      if (file.state === "waiting") this.#saveSoon(moved)
    }
  }

  /** Somebody may have changed these files, or any: what has no change of its own follows, the rest is a conflict. */
  async changedOnDisk(paths: readonly string[] | "any"): Promise<void> {
    const looked = paths === "any" ? [...this.#files.keys(), ...this.#gone] : paths
    await Promise.all(
      looked.map(async (path) => {
        if (this.#gone.has(path)) {
          const back = await this.open(path).catch(() => undefined)
          if (back) this.#changedOutside(path, back.text)
        }
        if (this.#files.has(path)) await this.#turns.take(path, () => this.#look(path))
      }),
    )
  }

  /** Ends a conflict: with what is on disk, or with what is here. */
  settle(path: string, by: "theirs" | "mine"): void {
    const file = this.#files.get(path)
    if (!file?.theirs) return
    const { text, version } = file.theirs
    if (by === "theirs") this.#set({ path, text, base: version, state: "saved" })
    else {
      this.#set({ path, text: file.text, base: version, state: "waiting" })
      void this.#save(path)
    }
  }

  /** Writes at once what waits; a test must run what is shown. Resolves when all is saved, or cannot be. */
  async flush(): Promise<void> {
    const tried = new Set<string>()
    for (;;) {
      const open = this.all.filter(
        ({ path, state }) =>
          state === "waiting" || state === "saving" || (state === "failed" && !tried.has(path)),
      )
      if (open.length === 0) return
      for (const { path, state } of open) if (state === "failed") tried.add(path)
      await Promise.all(open.map(({ path }) => this.#save(path)))
    }
  }

  /** Lets go of a file. Nothing is deleted. */
  close(path: string): void {
    clearTimeout(this.#timers.get(path))
    if (this.#files.delete(path)) this.#listeners.tell(path)
  }

  subscribe(path: string, listener: () => void): () => void {
    return this.#listeners.add(path, listener)
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
    const unsure = this.#unsure.get(path)
    const isOwn = version === file.base || text === unsure
    const isUndecided = unsure !== undefined || file.state === "conflict" || file.state === "saving"
    this.#unsure.delete(path)
    if (file.state === "saved" || text === file.text) {
      if (text !== file.text) this.#changedOutside(path, text)
      if (file.state !== "saved" || version !== file.base)
        this.#set({ path, text, base: version, state: "saved" })
    } else if (!isOwn) this.#conflict(file, { text, version })
    else if (version !== file.base || isUndecided) this.#based(path, version, text)
    return true
  }

  /** It is not there any more. With an edit of its own that is said when it cannot be written. */
  #lost({ path, text, base, state }: OpenFile): void {
    const wasUnsure = this.#unsure.delete(path)
    if (state === "saved") {
      this.close(path)
      this.#gone.add(path)
    } else if (state !== "waiting" && base !== null) {
      const problem = "It was deleted on disk. Trying again writes it anew."
      this.#set({ path, text, base: null, state: "failed", problem })
    } else if (state === "failed" && wasUnsure) this.edit(path, text) // it was never there
  }

  #conflict(file: OpenFile, theirs: { text: string; version: string }): void {
    clearTimeout(this.#timers.get(file.path))
    this.#set({ path: file.path, text: file.text, base: file.base, state: "conflict", theirs })
  }

  #set(file: OpenFile): void {
    this.#gone.delete(file.path)
    this.#files.set(file.path, file)
    this.#listeners.tell(file.path)
  }
}
