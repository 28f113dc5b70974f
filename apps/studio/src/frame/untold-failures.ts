import { toast } from "../ui/toasts.ts"

/** The notice below the top bar says so. */
const TOLD: ReadonlySet<string> = new Set(["SERVER_GONE", "SESSION_REQUIRED"])

/**
 * The net below everything: what somebody asked for, and no part of the page has told that it failed, is told at the
 * corner, with the hint of the command line. Answers how to take it away.
 */
export function tellUntoldFailures(): () => void {
  const tell = (event: PromiseRejectionEvent) => {
    const { message, code, hint } = (event.reason ?? {}) as Partial<Record<string, unknown>>
    if (typeof message !== "string" || typeof code !== "string" || TOLD.has(code)) return
    event.preventDefault()
    toast({ kind: "error", title: message, ...(typeof hint === "string" && { text: hint }) })
  }
  addEventListener("unhandledrejection", tell)
  return () => removeEventListener("unhandledrejection", tell)
}
