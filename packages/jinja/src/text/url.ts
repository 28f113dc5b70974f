import { raise } from "../error.ts"

/** Python's `urllib.parse.quote`; `/` is kept unless `query`, which also writes spaces as `+`. */
export function quoteUrl(text: string, query: boolean): string {
  let quoted: string
  try {
    quoted = encodeURIComponent(text)
  } catch {
    const at = Array.from(text).findIndex((c) => /^[\ud800-\udfff]$/.test(c))
    const code = (Array.from(text)[at] as string).charCodeAt(0).toString(16)
    raise(
      "UnicodeEncodeError",
      `'utf-8' codec can't encode character '\\u${code}' in position ${at}: surrogates not allowed`,
    )
  }
  const strict = quoted.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return query ? strict.replaceAll("%20", "+") : strict.replaceAll("%2F", "/")
}
