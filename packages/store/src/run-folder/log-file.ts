import { closeSync, openSync, writeSync } from "node:fs"
import { type LogEntry, logText } from "./run-log.ts"

/** A log that is written once a turn of the event loop, so that others can follow it. */
export class LogFile {
  readonly #file: number
  #text = ""
  #scheduled = false
  #failure: unknown

  readonly #listener: ((text: string) => void) | undefined

  /** `listener` is told what is written, whole lines. */
  constructor(path: string, listener?: (text: string) => void) {
    this.#file = openSync(path, "w")
    this.#listener = listener
  }

  add(entries: readonly LogEntry[]): void {
    for (const entry of entries) this.#text += logText(entry)
    if (this.#scheduled || this.#text === "") return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#write()
    })
  }

  /** Throws the first failure there was. */
  close(): void {
    this.#write()
    closeSync(this.#file)
    if (this.#failure !== undefined) throw this.#failure
  }

  #write(): void {
    if (this.#text === "" || this.#failure !== undefined) return
    const bytes = Buffer.from(this.#text)
    this.#listener?.(this.#text)
    this.#text = ""
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at)
    } catch (error) {
      this.#failure = error
    }
  }
}
