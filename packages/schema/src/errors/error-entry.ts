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
  /** Templates: `{name}` is filled from the error's `data`. */
  message: string
  hint: string
  /** The chain of names that the original gives the same mistake (spec 11.3), shown under `pf` and in JSON records. */
  original: readonly string[]
  /** The original's `referenceCode`. */
  target: string
}

type Options = Partial<Omit<ErrorEntry, "message" | "original">>

export function user(message: string, original: readonly string[], options: Options = {}): ErrorEntry {
  return {
    category: "user",
    http: 400,
    exit: 1,
    retryable: false,
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

export function system(message: string, original: readonly string[], options: Options = {}): ErrorEntry {
  return {
    ...user(message, [], options),
    category: "internal",
    http: 500,
    ...options,
    original: ["SystemError", ...original],
  }
}
