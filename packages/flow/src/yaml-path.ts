import type { Place } from "@internal/schema"
import type { Value } from "@internal/value"
import type { YamlNode } from "./yaml-node.ts"

/**
 * The value that is written at a place of a file, by keys and positions: `nodes.0.source`. Undefined where the place is
 * that of the file itself.
 */
export function yamlPath(
  root: YamlNode,
  place: Pick<Place, "line" | "column">,
): { path: string; value: Value } | undefined {
  const path: string[] = []
  let at = root
  for (let step = lastBefore(at, place); step; step = lastBefore(at, place)) {
    path.push(step.name)
    at = step.node
    if (isSame(step.start, place)) break // a key, or an item of a list
  }
  return path.length === 0 ? undefined : { path: path.join("."), value: at.value }
}

interface Step {
  name: string
  start: Place
  node: YamlNode
}

/** The part of a mapping or a list in which a place lies. */
function lastBefore(node: YamlNode, place: Pick<Place, "line" | "column">): Step | undefined {
  const steps: Step[] = [
    ...Array.from(node.entries ?? [], ([name, entry]) => ({ name, start: entry.key, node: entry.node })),
    ...(node.items ?? []).map((item, i) => ({ name: `${i}`, start: item.place, node: item })),
  ]
  return steps.findLast(({ start }) => !isAfter(start, place))
}

function isSame(one: Pick<Place, "line" | "column">, other: Pick<Place, "line" | "column">): boolean {
  return one.line === other.line && one.column === other.column
}

function isAfter(one: Pick<Place, "line" | "column">, other: Pick<Place, "line" | "column">): boolean {
  const lines = (one.line ?? 0) - (other.line ?? 0)
  return lines > 0 || (lines === 0 && (one.column ?? 0) > (other.column ?? 0))
}
