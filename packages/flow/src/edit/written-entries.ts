import { MillraceError } from "@internal/schema"
import { parseYaml } from "../parse-yaml.ts"
import type { NewEntry } from "./entry-changes.ts"
import { isSame } from "./plain-edit.ts"
import { dataOf, Fragment, type Written } from "./write-value.ts"

/** Behind the last sibling that usually stands before a key, else before the first that stands behind it. */
export function placeAmong(siblings: readonly string[], key: string, order: readonly string[]): number {
  const place = order.indexOf(key)
  if (place < 0) return siblings.length
  const before = siblings.findLastIndex((name) => order.slice(0, place).includes(name))
  if (before >= 0) return before + 1
  const after = siblings.findIndex((name) => order.slice(place).includes(name))
  return after >= 0 ? after : siblings.length
}

/** A collection of one entry. */
export function alone({ key, written }: NewEntry): Written {
  if (key !== undefined) return new Map([[key, written]])
  return written instanceof Fragment ? asList(written) : [dataOf(written)]
}

function asList(fragment: Fragment): Fragment {
  const lines = fragment.lines.map((line, i) => (i === 0 ? `- ${line}` : line === "" ? line : `  ${line}`))
  return new Fragment(lines, [fragment.value])
}

/** Whether lines that were cut out still mean what they did. */
export function saysSame(fragment: Fragment): boolean {
  try {
    return isSame(parseYaml(fragment.lines.join("\n"), "").value, fragment.value)
  } catch (error) {
    if (error instanceof MillraceError) return false
    throw error
  }
}
