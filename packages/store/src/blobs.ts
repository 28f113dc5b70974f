import { createHash, randomBytes } from "node:crypto"
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { MillraceError } from "@internal/schema"

/** Blobs younger than this are never swept: an event that names them may be on its way. */
const GRACE_MS = 60 * 60 * 1000

/** Large texts in a folder, named by the hash of their content. Writing one twice is writing it once. */
export class BlobStore {
  readonly #folder: string
  readonly #durable: boolean

  constructor(folder: string, options: { durable?: boolean } = {}) {
    this.#folder = folder
    this.#durable = options.durable ?? false
  }

  /** Answers the text's name once it is in its file. */
  put(text: string): string {
    const name = createHash("sha256").update(text).digest("hex")
    const path = this.#path(name)
    try {
      const now = new Date()
      utimesSync(path, now, now)
      return name
    } catch {
      // not there yet
    }
    mkdirSync(join(this.#folder, name.slice(0, 2)), { recursive: true, mode: 0o700 })
    const temporary = `${path}.${randomBytes(4).toString("hex")}`
    try {
      this.#write(temporary, text)
      renameSync(temporary, path)
    } catch (error) {
      rmSync(temporary, { force: true })
      throw failed(path, "a value could not be written to it", error)
    }
    return name
  }

  get(name: string): string {
    try {
      return readFileSync(this.#path(name), "utf8")
    } catch (error) {
      throw failed(this.#path(name), "a value that a run names is not there", error)
    }
  }

  /** Removes what no run uses. Answers how many. */
  sweep(used: ReadonlySet<string>, now = Date.now()): number {
    let removed = 0
    for (const part of this.#parts()) {
      for (const file of readdirSync(join(this.#folder, part))) {
        const path = join(this.#folder, part, file)
        const modified = statSync(path, { throwIfNoEntry: false })?.mtimeMs
        if (used.has(file) || modified === undefined || modified > now - GRACE_MS) continue
        rmSync(path, { force: true })
        removed++
      }
    }
    return removed
  }

  #parts(): string[] {
    try {
      return readdirSync(this.#folder)
    } catch {
      return []
    }
  }

  #write(path: string, text: string): void {
    if (!this.#durable) {
      writeFileSync(path, text, { mode: 0o600 })
      return
    }
    const file = openSync(path, "wx", 0o600)
    try {
      writeFileSync(file, text)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  }

  #path(name: string): string {
    return join(this.#folder, name.slice(0, 2), name)
  }
}

function failed(path: string, what: string, cause: unknown): MillraceError {
  const reason = `${what} (${cause instanceof Error ? cause.message : String(cause)})`
  const hint = "Check the disk and the limits on file sizes (ulimit -f)."
  return new MillraceError("STORE_FAILED", { subject: `The blob ${path}`, reason, hint }, { cause })
}
