import { type AdditionalInfo, ERRORS, type ErrorCode, MillraceError, type Place } from "@internal/schema"
import type { ErrorMessage } from "./protocol.ts"

/** A worker's description of an error as the one error class. */
export function readError(message: ErrorMessage): MillraceError {
  const code = message.code in ERRORS ? (message.code as ErrorCode) : "INTERNAL" // checked on this line
  const place = placeOf(message)
  return new MillraceError(code, message.data, {
    ...(place && { place }),
    ...(message.text !== null && { message: message.text }),
    ...(message.original !== null && { original: message.original }),
    ...(message.format !== null && { format: message.format }),
    ...(message.target !== null && { target: message.target }),
    ...(message.additional !== null && { additionalInfo: message.additional as AdditionalInfo[] }), // same shape
    ...(message.trace !== null && { trace: message.trace }),
    ...(message.thrown && { thrown: message.thrown }),
    ...(message.className && { className: message.className }),
  })
}

const DETAILS = ["ToolExecutionErrorDetails", "UserCodeStackTrace"]

/** Errors of the user's code; what cannot be loaded otherwise is at its place in the flow's file. */
const OF_CALLS = [
  ...["TOOL_FAILED", "TOOL_LOAD_FAILED"],
  ...["ENTRY_FAILED", "ENTRY_LOAD_FAILED", "ENTRY_INIT_FAILED"],
]

/** The innermost line of user code: as the details of the error have it, else the last frame of a call's traceback. */
function placeOf({ code, additional, trace }: ErrorMessage): Place | undefined {
  const details = additional?.find(({ type }) => DETAILS.includes(type))
  const info = details?.info as { filename: string; lineno: number | null } | undefined // as errors.py writes it
  if (info?.filename) return { file: info.filename, ...(info.lineno && { line: info.lineno }) }
  if (!OF_CALLS.includes(code)) return undefined
  const frame = [...(trace?.matchAll(/^ {2}File "(.+)", line (\d+)/gm) ?? [])].at(-1)
  return frame && { file: frame[1] as string, line: Number(frame[2]) }
}
