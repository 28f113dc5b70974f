import { ERRORS, type ErrorCode, type ErrorEntry } from "./error-codes.ts"

/** Where in a file something is. Lines and columns count from 1; `length` is in characters. */
export interface Place {
  file: string
  line?: number
  column?: number
  length?: number
}

/** One item of `additionalInfo` in the original's JSON form of an error (spec 11.2). */
export interface AdditionalInfo {
  type: string
  info: unknown
}

export interface ErrorOptions {
  place?: Place
  hint?: string
  cause?: unknown
  /** Replaces the table's message: what user code or a model said, kept word for word. */
  message?: string
  /** Replaces the table's chain of the original's names, root first (`["UserError", "MyError"]`). */
  original?: readonly string[]
  target?: string
  /** The original's `messageFormat` and its parameters where they differ from ours. */
  format?: string
  additionalInfo?: AdditionalInfo[]
  /** Stack of user code (Python traceback), shown with `--debug` and in records. */
  trace?: string
}

/** The one error class. `code` names a row of `ERRORS`; `data` fills its templates and never holds a secret. */
export class MillraceError extends Error {
  override readonly name = "MillraceError"
  readonly code: ErrorCode
  readonly data: Readonly<Record<string, unknown>>
  readonly place: Place | undefined
  readonly hint: string
  readonly original: readonly string[]
  readonly target: string
  readonly format: string | undefined
  readonly additionalInfo: AdditionalInfo[]
  readonly trace: string | undefined

  constructor(code: ErrorCode, data: Record<string, unknown> = {}, options: ErrorOptions = {}) {
    const entry: ErrorEntry = ERRORS[code]
    super(options.message ?? fill(entry.message, data), { cause: options.cause })
    this.code = code
    this.data = data
    this.place = options.place
    this.hint = options.hint ?? fill(entry.hint, data)
    this.original = options.original ?? entry.original
    this.target = options.target ?? entry.target
    this.format = options.format
    this.additionalInfo = options.additionalInfo ?? []
    this.trace = options.trace
  }

  get entry(): ErrorEntry {
    return ERRORS[this.code]
  }
}

/** Fills `{name}` from `data`; an absent name leaves nothing (hints) and `{{` is a literal brace. */
function fill(template: string, data: Record<string, unknown>): string {
  return template.replace(/\{\{|\}\}|\{(\w+)\}/g, (whole, name: string | undefined) => {
    if (name === undefined) return whole[0] as string
    const value = data[name]
    if (value === undefined || value === null) return ""
    return typeof value === "string" ? value : Array.isArray(value) ? value.join(", ") : String(value)
  })
}

/** Anything thrown across a boundary, as the one class. Foreign errors become `INTERNAL` and keep their cause. */
export function toMillraceError(thrown: unknown, where?: string): MillraceError {
  if (thrown instanceof MillraceError) return thrown
  const detail = thrown instanceof Error ? thrown.message : String(thrown)
  return new MillraceError("INTERNAL", { detail: where ? `${where}: ${detail}` : detail }, { cause: thrown })
}

/** The original's JSON form of an error (spec 11.2): what records, `error.json` and `--output json` hold. */
export interface ErrorRecord {
  message: string
  messageFormat: string
  messageParameters: Record<string, string>
  referenceCode?: string
  code: string
  innerError: NestedCode | null
  additionalInfo?: AdditionalInfo[]
  debugInfo?: unknown
  /** Ours: the row of the table, absent in records of the original. */
  millrace?: { code: ErrorCode; hint: string; place?: Place }
}
export interface NestedCode {
  code: string
  innerError: NestedCode | null
}

export function errorRecord(error: MillraceError): ErrorRecord {
  const [root = "SystemError", ...inner] = error.original
  const record: ErrorRecord = {
    message: error.message,
    messageFormat: error.format ?? error.message,
    messageParameters: parametersOf(error),
    referenceCode: error.target,
    code: root,
    innerError: inner.reduceRight<NestedCode | null>((innerError, code) => ({ code, innerError }), null),
  }
  if (error.additionalInfo.length > 0) record.additionalInfo = error.additionalInfo
  record.debugInfo = {
    type: error.original.at(-1) ?? error.code,
    message: error.message,
    stackTrace: error.trace ?? "",
    innerException: innerException(error),
  }
  record.millrace = { code: error.code, hint: error.hint, ...(error.place && { place: error.place }) }
  return record
}

/** Of an error with a format of its own, only what that names. */
function parametersOf({ data, format }: MillraceError): Record<string, string> {
  const entries = Object.entries(data).filter(([name]) => format?.includes(`{${name}}`) ?? true)
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))
}

/** What user code threw, where the details of the error say it. */
function innerException(error: MillraceError): unknown {
  for (const { info } of error.additionalInfo) {
    if (typeof info !== "object" || info === null || !("traceback" in info)) continue
    const { type, message, traceback } = info as { type?: unknown; message?: unknown; traceback: unknown }
    return { type, message, stackTrace: traceback, innerException: null }
  }
  return null
}
