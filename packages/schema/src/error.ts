import { ERRORS, type ErrorCode } from "./error-codes.ts"
import type { ErrorEntry } from "./errors/error-entry.ts"
import { isToolResolution, MESSAGE_FORMATS, messageParameters } from "./message-formats.ts"

/** Where in a file something is. Lines and columns count from 1; `length` is in characters. */
export interface Place {
  file: string
  line?: number
  column?: number
  length?: number
}

/** How a line or a run ends that this ends: `crashed` where neither the user's code nor a model said no. */
export function failureStatus({ code }: Pick<MillraceError, "code">): "failed" | "crashed" {
  return ERRORS[code].crash ? "crashed" : "failed"
}

/** Whether the run as a whole may not go on: no node's policy has a say in it. */
export function stopsRun({ code }: Pick<MillraceError, "code">): boolean {
  return code === "RUN_CAP_REACHED" || code === "RUN_COST_UNKNOWN"
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
  /** Replaces the table's `referenceCode`; empty for an exception of Python, which has none. */
  target?: string
  /** The original's `messageFormat`, where it is not that of the code. */
  format?: string
  /** What user code threw, with its causes, or the causes of an exception of the original's own. */
  thrown?: DebugInfo
  /** Class of an exception of the original's own, where its codes do not name it. */
  className?: string
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
  readonly thrown: DebugInfo | undefined
  readonly className: string | undefined
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
    this.target = options.target ?? targetOf(options.original) ?? entry.target
    this.format = options.format
    this.thrown = options.thrown
    this.className = options.className ?? entry.className
    this.additionalInfo = options.additionalInfo ?? []
    this.trace = options.trace
  }

  get entry(): ErrorEntry {
    return ERRORS[this.code]
  }
}

/** Another chain of names than the table's comes from another part of the original. */
function targetOf(original: readonly string[] | undefined): string | undefined {
  if (original?.includes("SDKError")) return "ControlPlaneSDK"
  return original?.length === 1 ? "Unknown" : undefined
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
  debugInfo?: DebugInfo
  /** Ours: the row of the table, absent in records of the original. */
  millrace?: { code: ErrorCode; hint: string; place?: Place }
}
/** An exception and what led to it (spec 11.2). */
export interface DebugInfo {
  type: string
  message: string
  stackTrace: string
  innerException: DebugInfo | null
}
export interface NestedCode {
  code: string
  innerError: NestedCode | null
}

export function errorRecord(error: MillraceError): ErrorRecord {
  const [root = "SystemError", ...inner] = error.original
  const format = error.format ?? MESSAGE_FORMATS[error.code] ?? ""
  const record: ErrorRecord = {
    message: error.message,
    messageFormat: format,
    messageParameters: messageParameters(format, error.data),
    ...referenceCode(error),
    code: root,
    innerError: inner.reduceRight<NestedCode | null>((innerError, code) => ({ code, innerError }), null),
  }
  if (error.additionalInfo.length > 0) record.additionalInfo = error.additionalInfo
  record.debugInfo = debugInfo(error)
  record.millrace = { code: error.code, hint: error.hint, ...(error.place && { place: error.place }) }
  return record
}

/** What is met while a tool is resolved has a reference even where its own class has none (spec 11.4). */
function referenceCode(error: MillraceError): Pick<ErrorRecord, "referenceCode"> {
  const isUnknown = error.target === "" || error.target === "Unknown"
  const target = isToolResolution(error) && isUnknown ? "Executor" : error.target
  return target === "" ? {} : { referenceCode: target }
}

function debugInfo(error: MillraceError): DebugInfo {
  const own: DebugInfo = {
    type: className(error),
    message: error.message,
    stackTrace: error.trace ?? "",
    innerException: error.thrown ?? innerException(error),
  }
  if (!isToolResolution(error)) return own
  return { type: "ResolveToolError", message: error.message, stackTrace: "", innerException: own }
}

/** Codes of the original whose class is called otherwise. */
const CLASSES: { readonly [code: string]: string } = {
  UserError: "UserErrorException",
  SystemError: "SystemErrorException",
  ValidationError: "ValidationException",
}

/** The class of the original that has these codes: that of the innermost (spec 11.1). */
export function originalClass(original: readonly string[]): string {
  const code = original.at(-1) ?? "UserError"
  return CLASSES[code] ?? code
}

/** The original's class of an error. */
export function className(error: Pick<MillraceError, "className" | "original">): string {
  return error.className ?? originalClass(error.original)
}

/** Codes whose data say what exception was behind them. */
const DETAILED: readonly ErrorCode[] = [
  "INPUT_PARSE",
  "INPUT_TYPE",
  "OUTPUT_UNSERIALIZABLE",
  "TEMPLATE_FAILED",
]

/**
 * What user code threw, what the model's API answered, or what a value was refused with, where details or data of the error
 * say it. Of the entry of a flex flow the details alone have it (seen on the original).
 */
function innerException(error: MillraceError): DebugInfo | null {
  if (error.code === "MODEL_CALL_FAILED" || error.code === "MODEL_RETRIES_EXHAUSTED") {
    const { message, data } = error
    const type = typeof data.class === "string" ? data.class : originalClass(error.original)
    return { type, message, stackTrace: "", innerException: null }
  }
  for (const { type: of, info } of error.additionalInfo) {
    if (
      of === "FlexFlowExecutionErrorDetails" ||
      typeof info !== "object" ||
      info === null ||
      !("traceback" in info)
    )
      continue
    const { type, message, traceback } = info as { type: string; message: string; traceback: string } // as hosts write it
    return { type, message, stackTrace: traceback, innerException: null }
  }
  const { kind, detail } = error.data
  const [, type, message] = /^\((\w+)\) (.*)/s.exec(kind ? `(${kind}) ${detail}` : String(detail)) ?? []
  if (type !== undefined && message !== undefined && DETAILED.includes(error.code)) {
    return { type, message, stackTrace: "", innerException: null }
  }
  return null
}
