const LF = 10
const CR = 13
const QUOTE_MARK = 34

/** What has been read so far: nothing of a record, white space at its start, and so on. */
type State = "record" | "blank" | "field" | "text" | "quoted" | "quote" | "return"

/**
 * Takes the records of csv or tsv apart as pandas does (spec 4.1): any of LF, CR LF and CR ends a record; lines without
 * anything but white space are none; quotes count where a field begins, a doubled one inside them is one, and what
 * follows the closing one is text as it stands.
 */
export class DelimitedRecords {
  readonly #delimiter: number
  #state: State = "record"
  #field = ""
  #fields: string[] = []

  constructor(delimiter: "," | "\t") {
    this.#delimiter = delimiter.charCodeAt(0)
  }

  /** The records that `text` brings to their end. */
  *push(text: string): Generator<string[]> {
    /** Where that begins of the field which is not in `#field` yet. */
    let from = 0
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i)
      if (this.#state === "return") {
        this.#state = "record"
        from = i + 1
        if (c === LF) continue
      }
      if (this.#state === "record") {
        from = i
        if (c === LF || c === CR) continue
        this.#state = this.#isWhite(c) ? "blank" : "field"
      }
      if (this.#state === "blank") {
        if (this.#isWhite(c)) continue
        this.#state = c === LF || c === CR ? "record" : "text"
        if (this.#state === "record") {
          this.#field = ""
          continue
        }
      }
      if (this.#state === "quoted") {
        const end = text.indexOf('"', i)
        if (end < 0) break
        this.#field += text.slice(from, end)
        this.#state = "quote"
        i = end
        from = i + 1
        continue
      }
      if (c === QUOTE_MARK && (this.#state === "field" || this.#state === "quote")) {
        from = this.#state === "field" ? i + 1 : i
        this.#state = "quoted"
      } else if (c === this.#delimiter || c === LF || c === CR) {
        this.#fields.push(this.#field + text.slice(from, i))
        this.#field = ""
        from = i + 1
        this.#state = "field"
        if (c === this.#delimiter) continue
        this.#state = c === CR ? "return" : "record"
        yield this.#record()
      } else if (this.#state !== "text") {
        this.#state = "text"
      }
    }
    if (this.#state === "text" || this.#state === "quoted" || this.#state === "blank")
      this.#field += text.slice(from)
  }

  /** The record that the end of the text ends; `unclosed` where that is inside quotes. */
  end(): string[] | "unclosed" | undefined {
    if (this.#state === "quoted") return "unclosed"
    if (this.#state === "record" || this.#state === "return" || this.#state === "blank") return undefined
    this.#fields.push(this.#field)
    return this.#record()
  }

  #record(): string[] {
    const record = this.#fields
    this.#fields = []
    return record
  }

  #isWhite(c: number): boolean {
    return (c === 32 || c === 9) && c !== this.#delimiter
  }
}
