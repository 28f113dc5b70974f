import type { Place, Reference } from "@internal/schema"
import { str, type Value } from "@internal/value"
import { parseReference } from "./reference.ts"
import type { YamlEntry, YamlNode } from "./yaml-node.ts"

/** A value of the file: a literal, or a reference if the text is one. */
export interface FlowValue {
  value: Value
  reference: Reference | undefined
  place: Place
}

export function flowValue({ value, place }: YamlNode): FlowValue {
  return { value, reference: parseReference(value), place }
}

/** Python's truth of a flag in the file: absent, null, `false`, 0 and everything empty are false. */
export function isTrue(node: YamlNode | undefined): boolean {
  const value = node?.value
  if (value === undefined || value === null) return false
  if (Array.isArray(value)) return value.length > 0
  if (value instanceof Map) return value.size > 0
  return Boolean(value.valueOf())
}

/** A field as text; undefined if it is absent or null. */
export function textField(
  fields: ReadonlyMap<string, YamlEntry> | undefined,
  key: string,
): string | undefined {
  const value = fields?.get(key)?.node.value
  return value === undefined || value === null ? undefined : str(value)
}
