import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"

/** A small JSON object on disk. Two writers at once: the last wins, and what is lost is found out again. */
export class FileCache {
  readonly #path: string
  #entries: Record<string, unknown> | undefined

  constructor(path: string) {
    this.#path = path
  }

  get(key: string): unknown {
    return this.#read()[key]
  }

  set(key: string, value: unknown): void {
    const entries = { ...this.#read(), [key]: value }
    this.#entries = entries
    try {
      mkdirSync(dirname(this.#path), { recursive: true })
      const draft = `${this.#path}.${process.pid}`
      writeFileSync(draft, JSON.stringify(entries))
      renameSync(draft, this.#path)
    } catch {
      // A cache that cannot be written costs time only.
    }
  }

  #read(): Record<string, unknown> {
    if (this.#entries === undefined) {
      try {
        this.#entries = JSON.parse(readFileSync(this.#path, "utf8"))
      } catch {
        this.#entries = {}
      }
    }
    return this.#entries as Record<string, unknown> // set above
  }
}
