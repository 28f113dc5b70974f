import { statSync } from "node:fs"
import { join } from "node:path"
import type { StudioEvent } from "@internal/schema/studio"
import type { Millrace } from "@internal/sdk"
import { type FSWatcher, watch } from "chokidar"
import type { OpenedFolder } from "../folder/opened-folder.ts"
import { isLeftOut } from "../folder/walk.ts"
import { Ring } from "./ring.ts"

/** How long changes of files are gathered, and how often the store is asked for its number while a page listens. */
const GATHER_MS = 120
const LOOK_EVERY_MS = 300

/** What changes in the opened folder and in the store, by whatever program. Looks only while somebody listens. */
export class Changes implements AsyncDisposable {
  readonly #folder: OpenedFolder
  readonly #api: Millrace
  readonly #file: string | undefined
  readonly #ring = new Ring<StudioEvent>(1000)
  readonly #paths = new Set<string>()
  #watcher: FSWatcher | undefined
  #listeners = 0
  #looking: NodeJS.Timeout | undefined
  /** Another number each time that looking ends. */
  #round = 0
  #gathering: NodeJS.Timeout | undefined

  /** `file`: one that may lie elsewhere, and is looked at too. */
  constructor(folder: OpenedFolder, api: Millrace, file?: string) {
    this.#folder = folder
    this.#api = api
    this.#file = file
  }

  async *events(after: number, signal: AbortSignal): AsyncGenerator<object> {
    this.#listeners++
    this.#begin()
    try {
      for await (const { seq, item } of this.#ring.after(after || this.#ring.last, signal))
        yield { seq, event: item }
    } finally {
      if (--this.#listeners === 0) this.#stopLooking()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopLooking()
    clearTimeout(this.#gathering)
    this.#ring.close()
    await this.#watcher?.close()
  }

  #begin(): void {
    const watched = [this.#folder.root, ...(this.#file === undefined ? [] : [this.#file])]
    this.#watcher ??= watch(watched, {
      ignoreInitial: true,
      followSymlinks: false,
      ignored: (path) => !watched.includes(path) && isLeftOut(path.split(/[/\\]/).at(-1) ?? ""),
    })
      .on("all", (_, path) => this.#changed(path))
      .on("error", () => {}) // a folder that cannot be watched is one that does not tell
    if (!this.#looking) void this.#look()
  }

  #changed(path: string): void {
    const name = this.#folder.named(path)
    if (name !== null && !name.endsWith(".tmp")) this.#paths.add(name)
    else if (path !== this.#file) return
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined
      this.#ring.add({ type: "files", paths: [...this.#paths] })
      this.#paths.clear()
    }, GATHER_MS)
  }

  async #look(
    round = this.#round,
    last?: number,
    runtimesLast = this.#changedAt("runtimes"),
    archivedLast = this.#changedAt("archived-flows.json"),
  ): Promise<void> {
    this.#looking = setTimeout(() => {}, 0)
    const now = await this.#api.journal.version().catch(() => last)
    if (round !== this.#round) return // nobody listens, or has begun to listen anew
    if (last !== undefined && now !== last) this.#ring.add({ type: "store" })
    const runtimes = this.#changedAt("runtimes")
    if (runtimes !== runtimesLast) this.#ring.add({ type: "runtimes" })
    const archived = this.#changedAt("archived-flows.json")
    if (archived !== archivedLast) this.#ring.add({ type: "files", paths: [] })
    this.#looking = setTimeout(() => void this.#look(round, now, runtimes, archived), LOOK_EVERY_MS)
  }

  /** When something of the home folder changed last, in milliseconds since the epoch; 0: it is not there. */
  #changedAt(name: string): number {
    return statSync(join(this.#api.home, name), { throwIfNoEntry: false })?.mtimeMs ?? 0
  }

  #stopLooking(): void {
    clearTimeout(this.#looking)
    this.#looking = undefined
    this.#round++
  }
}
