/** Colours, for state only. Every function answers its text unchanged when colours are off. */
export interface Style {
  good(text: string): string
  bad(text: string): string
  warn(text: string): string
  accent(text: string): string
  faint(text: string): string
  strong(text: string): string
  /** What somebody else says: the output of a tool. */
  quoted(text: string): string
}

const CODES = { good: 32, bad: 31, warn: 33, accent: 36, faint: 2, strong: 1, quoted: 94 } as const

export function style(enabled: boolean): Style {
  const paint = (code: number) => (text: string) =>
    enabled && text !== "" ? `\u001b[${code}m${text}\u001b[${code < 10 ? 22 : 39}m` : text
  return {
    good: paint(CODES.good),
    bad: paint(CODES.bad),
    warn: paint(CODES.warn),
    accent: paint(CODES.accent),
    faint: paint(CODES.faint),
    strong: paint(CODES.strong),
    quoted: paint(CODES.quoted),
  }
}

/** NO_COLOR (any text) wins, then FORCE_COLOR, then whether the stream is a terminal that can do it. */
export function wantsColour(env: Record<string, string | undefined>, isTerminal: boolean): boolean {
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false"
  return isTerminal && env.TERM !== "dumb"
}
