/** What is typed for an input of a type, as the value that a run gets; casts are the flow's. */
export function parseTyped(type: string, text: string): { value: unknown } | { problem: string } {
  if (type === "string" || type === "image") return { value: text }
  if (type === "int" || type === "double") {
    const number = Number(text)
    if (text.trim() === "" || !Number.isFinite(number)) return { problem: `${text} is no number` }
    return type === "int" && !Number.isInteger(number)
      ? { problem: "a whole number is needed" }
      : { value: number }
  }
  if (type === "bool") {
    if (/^(true|false)$/i.test(text)) return { value: text.toLowerCase() === "true" }
    return { problem: "true or false" }
  }
  try {
    const value: unknown = JSON.parse(text)
    if (type === "list" && !Array.isArray(value)) return { problem: "a list: [1, 2]" }
    return { value }
  } catch {
    return type === "object" || type === "list" ? { problem: "JSON is needed" } : { value: text }
  }
}

/** A value as it is typed. */
export function shownTyped(value: unknown): string {
  if (value === undefined) return ""
  return typeof value === "string" ? value : JSON.stringify(value)
}
