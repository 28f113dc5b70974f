import { MillraceError } from "@internal/schema"

export interface Nested {
  [key: string]: string | Nested
}

/** `key=value`, split at the first `=`; quotes around the value go. */
export function pair(item: string, flag: string): [key: string, value: string] {
  const at = item.indexOf("=")
  if (at < 1)
    throw new MillraceError(
      "USAGE",
      { reason: `Usage error: ${flag} KEY=VALUE [KEY=VALUE ...]` },
      { hint: `not a pair: ${item}` },
    )
  return [item.slice(0, at).trim(), unquoted(item.slice(at + 1))]
}

export function flatPairs(
  items: readonly string[] | undefined,
  flag: string,
): Record<string, string> | undefined {
  return items && Object.fromEntries(items.map((item) => pair(item, flag)))
}

/** Dotted keys make nested objects: `tags.team=search` → `{tags: {team: "search"}}`. */
export function nestedPairs(items: readonly string[] | undefined, flag: string): Nested | undefined {
  if (items === undefined) return undefined
  const root: Nested = {}
  for (const item of items) {
    const [key, value] = pair(item, flag)
    const path = key.split(".")
    const last = path.pop() as string
    let at = root
    for (const step of path) {
      const next = at[step]
      const inner: Nested = typeof next === "object" ? next : {}
      at[step] = inner
      at = inner
    }
    at[last] = value
  }
  return root
}

function unquoted(text: string): string {
  const quote = /^(["'])(.*)\1$/s.exec(text)
  return quote ? (quote[2] as string) : text
}
