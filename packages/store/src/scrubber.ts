import { Json, repr, type Value } from "@internal/value"

/** What stands where a secret stood, in logs and in values. */
export const DATA_SCRUBBED = "**data_scrubbed**"

/** A known secret in a log must be longer than this (spec 3.5)… */
const LOG_MIN = 2
/** …and in a value at least this long: a short one would mangle results that only look like it. */
const VALUE_MIN = 8
/** Values after `sig=` and `key=`, as in the URLs of storage and functions. */
const PATTERNS = [/(?<=sig=)[^\s;&]+/gi, /(?<=key=)[^\s;&]+/gi]

/** Replaces known secrets in what leaves the process. */
export class Scrubber {
  readonly #secrets = new Set<string>()
  /** Every spelling of them, longest first: one secret may be part of another. */
  #ordered: string[] = []

  constructor(secrets: Iterable<string> = []) {
    this.add(secrets)
  }

  add(secrets: Iterable<string>): void {
    for (const secret of secrets) {
      if (secret.length > LOG_MIN) for (const spelling of spellings(secret)) this.#secrets.add(spelling)
    }
    this.#ordered = Array.from(this.#secrets).toSorted((a, b) => b.length - a.length)
  }

  /** For logs, error messages and everything printed. */
  text(text: string): string {
    let scrubbed = masked(text, this.#ordered)
    for (const pattern of PATTERNS) scrubbed = scrubbed.replace(pattern, DATA_SCRUBBED)
    return scrubbed
  }

  /** For text of a value that is shown while it is made. */
  stream(): ScrubbedStream {
    return new ScrubbedStream(this.#ordered.filter((secret) => secret.length >= VALUE_MIN))
  }

  /** For what nodes and flows take and answer. The same object when there is no secret in it. */
  value(json: Json): Json {
    const secrets = this.#ordered.filter((secret) => secret.length >= VALUE_MIN && mayHold(json.text, secret))
    return secrets.length === 0 ? json : Json.of(without(json.value, secrets))
  }
}

/** Text that comes in pieces, such as a model's answer while it is written: a secret may be spread over several. */
export class ScrubbedStream {
  readonly #secrets: readonly string[]
  #held = ""

  /** `secrets`: longest first. */
  constructor(secrets: readonly string[]) {
    this.#secrets = secrets
  }

  /** What may be shown now: all but an end that could be the start of a secret. */
  push(piece: string): string {
    const text = masked(this.#held + piece, this.#secrets)
    let hold = 0
    for (const secret of this.#secrets) {
      for (let n = Math.min(secret.length - 1, text.length); n > hold; n--) {
        if (text.endsWith(secret.slice(0, n))) hold = n
      }
    }
    this.#held = text.slice(text.length - hold)
    return text.slice(0, text.length - hold)
  }

  /** What was held back, when nothing more comes. */
  end(): string {
    const rest = this.#held
    this.#held = ""
    return rest
  }
}

/** A secret as it is, and as JSON, Python or a URL would write it. */
function spellings(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1)
  return [secret, json, inAscii(json), repr(secret).slice(1, -1), encoded(secret)]
}

function encoded(secret: string): string {
  return secret.isWellFormed() ? encodeURIComponent(secret) : secret
}

function inAscii(text: string): string {
  return text.replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)
}

/** Whether a secret can be in the strings of a JSON text, in either spelling that our codecs write. */
function mayHold(text: string, secret: string): boolean {
  const spelled = JSON.stringify(secret).slice(1, -1)
  if (text.includes(spelled)) return true
  const ascii = inAscii(spelled)
  return ascii !== spelled && text.includes(ascii)
}

function masked(text: string, secrets: readonly string[]): string {
  return secrets.reduce((left, secret) => left.replaceAll(secret, DATA_SCRUBBED), text)
}

function without(value: Value, secrets: readonly string[]): Value {
  if (typeof value === "string") {
    return masked(value, secrets)
  }
  if (Array.isArray(value)) return value.map((item) => without(item, secrets))
  if (!(value instanceof Map)) return value
  return new Map(
    Array.from(value, ([key, item]) => [without(key, secrets) as string, without(item, secrets)] as const),
  )
}
