import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { dirname, join, sep } from "node:path"
import { MillraceError } from "@internal/schema"

/** Where runs look for a Python, in a flow's folder and above it. */
const PYTHONS = [".venv", "venv"]

/** Folders whose code may run: made here, or allowed by somebody who was asked. Kept in the home folder. */
export class Trust {
  readonly #file: string
  readonly #now: readonly string[]

  /** `now`: folders that are trusted without being kept. */
  constructor(home: string, now: readonly string[] = []) {
    this.#file = join(home, "trusted-folders.json")
    this.#now = now
  }

  has(folder: string): boolean {
    return [...this.#now, ...this.#read()].some(
      (trusted) => folder === trusted || folder.startsWith(trusted + sep),
    )
  }

  add(folder: string): void {
    if (!this.has(folder)) this.#write([...this.#read(), folder])
  }

  /**
   * Adds a folder that was made here below `root`; not where a Python that came with the opened folder would run it: that is
   * asked about.
   */
  addMade(folder: string, root: string): void {
    for (let at = folder; at.startsWith(root + sep); ) {
      at = dirname(at)
      if (PYTHONS.some((name) => existsSync(join(at, name))) && !this.has(at)) return
    }
    this.add(folder)
  }

  /** Somebody else's files take its place. What allows the folder above it goes on to hold. */
  remove(folder: string): void {
    const isOther = (trusted: string) => trusted !== folder && !trusted.startsWith(folder + sep)
    const all = this.#read()
    const rest = all.filter(isOther)
    if (rest.length < all.length) this.#write(rest)
  }

  #write(folders: string[]): void {
    mkdirSync(dirname(this.#file), { recursive: true })
    const temporary = `${this.#file}.${process.pid}`
    writeFileSync(temporary, `${JSON.stringify(folders, null, 2)}\n`, { mode: 0o600 })
    renameSync(temporary, this.#file)
  }

  /** Fails with `FOLDER_UNTRUSTED`. `shown` is what the page calls it. */
  need(folder: string, shown: string): void {
    if (!this.has(folder)) throw new MillraceError("FOLDER_UNTRUSTED", { path: shown })
  }

  #read(): string[] {
    if (!existsSync(this.#file)) return []
    try {
      const folders: unknown = JSON.parse(readFileSync(this.#file, "utf8"))
      return Array.isArray(folders) ? folders.filter((one) => typeof one === "string") : []
    } catch {
      return [] // a file that cannot be read allows nothing
    }
  }
}
