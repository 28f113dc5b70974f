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

/** The last frame of a traceback: the details of a flex flow's error have nothing else, as in the original. */
function tracedPlace(additional: ErrorMessage["additional"]): Place | undefined {
  const details = additional?.find(({ type }) => type === "FlexFlowExecutionErrorDetails")
  const info = details?.info as { traceback: string } | undefined // as errors.py writes it
  const frame = [...(info?.traceback.matchAll(/^ {2}File "(.+)", line (\d+)/gm) ?? [])].at(-1)
  return frame && { file: frame[1] as string, line: Number(frame[2]) }
}

/** The innermost line of user code, as the details of the error have it. */
function placeOf({ additional }: ErrorMessage): Place | undefined {
  const details = additional?.find(({ type }) => DETAILS.includes(type))
  const info = details?.info as { filename: string; lineno: number | null } | undefined // as errors.py writes it
  if (!info?.filename) return tracedPlace(additional)
  return { file: info.filename, ...(info.lineno && { line: info.lineno }) }
}
