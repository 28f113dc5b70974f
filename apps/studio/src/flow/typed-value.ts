import { readJson } from "./json-text.ts"

/** What is typed for an input of a type, as the value that a run gets; casts are the flow's. */
export function parseTyped(type: string, text: string): { value: unknown } | { problem: string } {
  if (type === "string") return { value: text }
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
  if (type === "image" && !/^\s*\{/.test(text)) return { value: text }
  const read = readJson(text)
  if ("value" in read) {
    const problem = valueProblem(type, read.value)
    return problem === undefined ? read : { problem }
  }
  return ["object", "list", "json", "image"].includes(type)
    ? { problem: `JSON is needed: ${read.problem}, line ${read.line}, column ${read.column}` }
    : { value: text }
}

/** Why a value does not fit an input of a type; undefined where it does, as the flow's casts have it. */
export function valueProblem(type: string, value: unknown): string | undefined {
  switch (type) {
    case "int":
      return isNumber(value) && Number.isInteger(Number(value)) ? undefined : "a whole number is needed"
    case "double":
      return isNumber(value) ? undefined : "a number is needed"
    case "bool":
      return typeof value === "boolean" || /^(true|false)$/i.test(String(value)) ? undefined : "true or false"
    case "list":
      return Array.isArray(value) ? undefined : "a list is needed: [1, 2]"
    case "object":
      return typeof value === "object" && value !== null ? undefined : 'an object is needed: { "key": 1 }'
    case "image":
      return typeof value === "string" ||
        (typeof value === "object" && value !== null && !Array.isArray(value))
        ? undefined
        : "an image is needed: a path, an address, or an object that names one"
    default:
      return undefined
  }
}

function isNumber(value: unknown): boolean {
  if (typeof value === "string") return value.trim() !== "" && Number.isFinite(Number(value))
  return typeof value === "number" || typeof value === "boolean"
}

/** A value as it is typed. */
export function shownTyped(value: unknown): string {
  if (value === undefined) return ""
  return typeof value === "string" ? value : JSON.stringify(value)
}
