import type { Reference } from "@internal/schema"
import type { Value } from "@internal/value"

/**
 * Reads a value by the reference grammar (spec 1.2.5): the whole text must be `${…}`, everything else is a literal and
 * answers undefined. A reference may still be wrong (unknown node, a section other than `output`).
 */
export function parseReference(value: Value): Reference | undefined {
  if (typeof value !== "string" || value.length <= 2 || !value.startsWith("${") || !value.endsWith("}")) {
    return undefined
  }
  const inner = value.slice(2, -1)
  for (const prefix of ["flow.", "inputs."]) {
    if (inner.startsWith(prefix)) {
      const name = inner.slice(prefix.length)
      return { kind: "flow-input", name, text: `\${flow.${name}}` }
    }
  }
  const [node, rest] = cut(inner)
  const [section, property] = rest === undefined ? ["output", undefined] : cut(rest)
  const tail = property ? `.${property}` : ""
  return {
    kind: "node-output",
    node,
    section,
    property: property ?? "",
    text: `\${${node}.${section}${tail}}`,
  }
}

function cut(text: string): [string, string | undefined] {
  const dot = text.indexOf(".")
  return dot < 0 ? [text, undefined] : [text.slice(0, dot), text.slice(dot + 1)]
}
