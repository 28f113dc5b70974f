import { editPrompty, type PromptyEdit, parsePrompty } from "@internal/flow"
import { type Dict, fromPlain, toPlain, type Value } from "@internal/value"

/** A prompty as its form shows it, of its text; or why it cannot be shown. */
export interface PromptyParts {
  front: Dict
  template: string
  /** Of the file: where the template begins, from 1. */
  line: number
}

export function promptyParts(file: string, text: string): PromptyParts | Error {
  const reader = {
    root: "",
    exists: (path: string) => path === file,
    read: (path: string) => (path === file ? text : undefined),
  }
  try {
    const { front, template, line } = parsePrompty(reader, file)
    return { front, template, line }
  } catch (thrown) {
    return thrown as Error // it is being typed: the editor of the whole file says where it breaks
  }
}

/** What stands at a path of the front matter, as plain data. */
export function frontValue(front: Dict, path: readonly string[]): unknown {
  let at: Value | undefined = front
  for (const key of path) at = at instanceof Map ? at.get(key) : undefined
  return at === undefined ? undefined : toPlain(at)
}

/** The text with another value in the front matter; undefined takes the key out. */
export function withFrontValue(text: string, path: string[], value: unknown): string {
  return edited(text, {
    kind: "set",
    path,
    value: value === undefined ? undefined : (fromPlain(value) as Value),
  })
}

/** The text with inputs declared that its sample has, of the types of their values. */
export function withSampleDeclared(text: string, sample: Readonly<Record<string, unknown>>): string {
  const ports = Object.entries(sample).map(([name, value]) => [name, { type: typeOfValue(value) }])
  return withFrontValue(text, ["inputs"], Object.fromEntries(ports))
}

function typeOfValue(value: unknown): string {
  if (Array.isArray(value)) return "list"
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "double"
  return typeof value === "boolean" ? "bool" : typeof value === "string" ? "string" : "object"
}

export function edited(text: string, edit: PromptyEdit): string {
  return editPrompty(text, edit).text
}

export interface PromptyPort {
  name: string
  type: string
  default: unknown
}

/** Inputs or outputs, each a mapping, or only its type. */
export function promptyPorts(front: Dict, section: "inputs" | "outputs"): PromptyPort[] {
  const ports = front.get(section)
  if (!(ports instanceof Map)) return []
  return Array.from(ports, ([name, port]) => {
    const field = (key: string) => (port instanceof Map ? port.get(key) : undefined)
    const type = field("type")
    const fallback = field("default")
    return {
      name: String(name),
      type: typeof type === "string" ? type : typeof port === "string" ? port : "string",
      default: fallback === undefined || fallback === null ? undefined : toPlain(fallback),
    }
  })
}
