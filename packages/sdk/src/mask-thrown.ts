import { resolve } from "node:path"
import { type Diagnostic, MillraceError, type Place, PlanError, toMillraceError } from "@internal/schema"
import type { Scrubber } from "@internal/store"
import { maskTexts } from "./write-events.ts"

/**
 * Whatever was thrown, as it may leave the SDK: without secrets, which the text of user code or of a model can quote, and
 * with the places of a flow's files below `folder`.
 */
export function maskThrown(thrown: unknown, scrubber: Scrubber, folder: string): MillraceError {
  const error = toMillraceError(thrown)
  if (error instanceof PlanError) {
    const diagnostics = error.diagnostics.map((found) => maskDiagnostic(found, scrubber, folder))
    const first = diagnostics.find(({ severity }) => severity === "error")
    if (first) return new PlanError(first, diagnostics)
  }
  return maskError(error, scrubber, folder)
}

function maskDiagnostic(found: Diagnostic, scrubber: Scrubber, folder: string): Diagnostic {
  const { cause, ...rest } = placed(found, folder)
  const masked = {
    ...rest,
    ...maskTexts({ message: found.message, hint: found.hint, data: found.data }, scrubber),
  }
  return { ...masked, ...(cause && { cause: maskError(cause, scrubber, folder) }) }
}

function maskError(error: MillraceError, scrubber: Scrubber, folder: string): MillraceError {
  const { message, hint, additionalInfo, format, trace, thrown, className } = error
  const texts = maskTexts({ message, hint, additionalInfo, format, trace, thrown, className }, scrubber)
  const masked = new MillraceError(error.code, maskTexts(error.data, scrubber), {
    ...texts,
    original: error.original,
    target: error.target,
    cause: error.cause instanceof Error ? maskCause(error.cause, scrubber) : undefined,
    ...(error.place && { place: placed(error.place, folder) }),
  })
  masked.stack = scrubber.text(error.stack ?? "")
  return masked
}

/** What `--debug` shows of it. */
function maskCause(cause: Error, scrubber: Scrubber): Error {
  const masked = new Error(scrubber.text(cause.message))
  masked.stack = scrubber.text(cause.stack ?? "")
  return masked
}

function placed<P extends Place>(place: P, folder: string): P {
  return { ...place, file: resolve(folder, place.file) }
}
