import type { Json } from "./case.ts"

/**
 * Errors without their wording (rule `wording` of docs/reference/differences.md): what a script can rely on stays, that is the
 * chain of codes, the class the CLI names, how many lines failed, and the whole text where a user's own exception is quoted.
 */
export function withoutWording(value: Json): Json {
  if (typeof value === "string") return printed(value)
  if (Array.isArray(value)) return value.map(withoutWording)
  if (value === null || typeof value !== "object") return value
  if (typeof value.message === "string" && typeof value.code === "string" && "innerError" in value)
    return error(value)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutWording(item)]))
}

/** `pf.flow.test failed with InvalidSource: …` as command and class; other text unchanged. */
function printed(text: string): Json {
  const parts = /^(pf\.[\w.-]+) failed with (\w+): ([\s\S]*)$/.exec(text)
  return parts ? { command: parts[1] ?? "", class: parts[2] ?? "", message: kept(parts[3] ?? "") } : text
}

function error(value: { [key: string]: Json }): Json {
  const info = Array.isArray(value.additionalInfo) ? value.additionalInfo.map(withoutWording) : null
  return { codes: codes(value), message: kept(String(value.message)), additionalInfo: info }
}

function codes(value: { [key: string]: Json }): string {
  const inner = value.innerError
  const rest = inner !== null && typeof inner === "object" && !Array.isArray(inner) ? `/${codes(inner)}` : ""
  return `${String(value.code)}${rest}`
}

function kept(message: string): string {
  if (/Execution failure in '/.test(message)) return message
  return /^(Failed to run \d+\/\d+ lines\. )?(First error message is: )?/.exec(message)?.[0] ?? ""
}
