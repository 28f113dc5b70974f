export type ErrorCategory = "user" | "operational" | "internal"

/** A row of the table of errors. */
export interface ErrorEntry {
  category: ErrorCategory
  /** Status of an HTTP answer that carries this error. */
  http: number
  /** Exit code of a command that ends with this error. */
  exit: number
  /** Whether the same call may succeed if it is made again. */
  retryable: boolean
  /** Millrace's fault or the machine's: a line or run that ends with it has crashed, it has not failed. */
  crash: boolean
  /** Templates: `{name}` is filled from the error's `data`. */
  message: string
  hint: string
  /** The chain of names that the original gives the same mistake (spec 11.3), shown under `pf` and in JSON records. */
  original: readonly string[]
  /** The original's class, where the last of its codes is not its name. */
  className?: string
  /** The original's `referenceCode`; empty where it has none. */
  target: string
}

type Options = Partial<Omit<ErrorEntry, "message" | "original">>

export function user(message: string, original: readonly string[], options: Options = {}): ErrorEntry {
  return {
    category: "user",
    http: 400,
    exit: 1,
    retryable: false,
    crash: false,
    hint: "",
    target: "Unknown",
    ...options,
    message,
    original: ["UserError", ...original],
  }
}

/** A flow that is wrong in itself. */
export function flow(message: string, name: string, options: Options = {}): ErrorEntry {
  return user(message, ["ValidationError", "InvalidFlowRequest", name], { target: "Executor", ...options })
}

/** A mistake that the original meets as an exception of Python: it has no `referenceCode` (spec 11.1). */
export function foreign(message: string, name: string, options: Options = {}): ErrorEntry {
  return { ...user(message, [], options), target: "", original: ["SystemError", name] }
}

export function system(message: string, original: readonly string[], options: Options = {}): ErrorEntry {
  return {
    ...user(message, [], options),
    category: "internal",
    http: 500,
    ...options,
    original: ["SystemError", ...original],
  }
}
