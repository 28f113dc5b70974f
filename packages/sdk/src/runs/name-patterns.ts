/**
 * A test of one name, without its folder, against shell patterns (`*`, `?`, `[a-z]`, `[!a]`) as Python's `fnmatch` reads
 * them: a pattern with a slash matches nothing, and there is no negation of patterns (spec 4.10).
 */
export function namePatterns(patterns: readonly string[]): (name: string) => boolean {
  const all = patterns.filter((pattern) => pattern !== "").map(expression)
  return (name) => all.some((one) => one.test(name))
}

function expression(pattern: string): RegExp {
  const source = pattern.replaceAll(/\[(!?)(\]?[^\]]*)\]|[\s\S]/gu, (part, not?: string, set?: string) => {
    if (part === "*") return ".*"
    if (part === "?") return "."
    if (set === undefined) return part.replace(/[.*+?^${}()|[\]\\/]/, "\\$&")
    return `[${not ? "^" : ""}${set.replaceAll(/[\\\]^]/g, "\\$&")}]`
  })
  try {
    return new RegExp(`^${source}$`, "s")
  } catch {
    return /$^/ // a range that runs backwards matches nothing
  }
}
