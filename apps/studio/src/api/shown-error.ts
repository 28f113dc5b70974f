import type { ShownError } from "../ui/error-view.tsx"

/** A record of an error, or what the server said, with the hint of the command line. */
export function shownError(error: {
  message: string
  code?: string | undefined
  hint?: string | undefined
  millrace?: { code: string; hint?: string } | undefined
}): ShownError {
  const code = error.millrace?.code ?? error.code
  const hint = error.millrace?.hint ?? error.hint
  return { message: error.message, ...(code !== undefined && { code }), ...(hint && { hint }) }
}
