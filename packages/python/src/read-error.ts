import { type AdditionalInfo, ERRORS, type ErrorCode, MillraceError } from "@internal/schema"
import type { ErrorMessage } from "./protocol.ts"

/** A worker's description of an error as the one error class. */
export function readError(message: ErrorMessage): MillraceError {
  const code = message.code in ERRORS ? (message.code as ErrorCode) : "INTERNAL" // checked on this line
  return new MillraceError(code, message.data, {
    ...(message.text !== null && { message: message.text }),
    ...(message.original !== null && { original: message.original }),
    ...(message.format !== null && { format: message.format }),
    ...(message.target !== null && { target: message.target }),
    ...(message.additional !== null && { additionalInfo: message.additional as AdditionalInfo[] }), // same shape
    ...(message.trace !== null && { trace: message.trace }),
  })
}
