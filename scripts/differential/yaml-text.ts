/** A value as YAML; `Raw` text goes in as it is (numbers such as `1.0` that JavaScript would print otherwise). */
export type Yaml = string | number | boolean | null | Raw | Yaml[] | { [key: string]: Yaml | undefined }

export class Raw {
  text: string
  constructor(text: string) {
    this.text = text
  }
}

const plain = /^[A-Za-z_$][A-Za-z0-9_.${}/-]*$/
const reserved = /^(true|false|null|yes|no|on|off|y|n|~)$/i

export function scalar(value: string | number | boolean | null | Raw): string {
  if (value instanceof Raw) return value.text
  if (typeof value !== "string") return String(value)
  return plain.test(value) && !reserved.test(value) ? value : JSON.stringify(value)
}

/** Block style, two spaces a level, lists at the level of their key. */
export function yamlText(value: Yaml, indent = ""): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return `${indent}[]\n`
    return value
      .map((item) => {
        if (isScalar(item)) return `${indent}- ${scalar(item)}\n`
        const text = yamlText(item, `${indent}  `)
        return `${indent}- ${text.slice(indent.length + 2)}`
      })
      .join("")
  }
  if (isScalar(value)) return `${indent}${scalar(value)}\n`
  const entries = Object.entries(value).filter(([, item]) => item !== undefined) as [string, Yaml][]
  if (entries.length === 0) return `${indent}{}\n`
  return entries
    .map(([key, item]) => {
      const label = `${indent}${scalar(key)}:`
      if (isScalar(item)) return `${label} ${scalar(item)}\n`
      const empty = Array.isArray(item) ? item.length === 0 : Object.keys(item).length === 0
      if (empty) return `${label} ${Array.isArray(item) ? "[]" : "{}"}\n`
      return `${label}\n${yamlText(item, Array.isArray(item) ? indent : `${indent}  `)}`
    })
    .join("")
}

function isScalar(value: Yaml): value is string | number | boolean | null | Raw {
  return value === null || typeof value !== "object" || value instanceof Raw
}
