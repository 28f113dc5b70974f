import type { Looked } from "@internal/schema"
import { type Dict, Json, str, type Value } from "@internal/value"

/** What `template_values.py` answers: a list of entries. */
export function readLooked(answer: Json): Looked[] {
  return (answer.value as Dict[]).map(readEntry) // as template_values.py writes it
}

function readEntry(entry: Dict): Looked {
  const text = (name: string): string => str(entry.get(name) ?? "")
  const items = (entry.get("items") ?? []) as Value[] // as template_values.py writes it
  const kind = entry.get("kind")
  switch (kind) {
    case "list":
    case "tuple":
      return { kind, items: (items as Dict[]).map(readEntry) }
    case "dict":
      return {
        kind,
        items: new Map((items as [string, Dict][]).map(([key, item]) => [key, readEntry(item)])),
      }
  }
  const shown = Json.of(entry.get("value") ?? null)
  switch (kind) {
    case "json":
      return { kind: "json", json: shown }
    case "error":
      return { kind: "error", type: text("class"), message: text("value") }
  }
  const iterable = entry.get("iterable") === true
  return {
    kind: "live",
    value: { kind: "live", handle: text("handle"), type: text("class"), shown, iterable },
    str: text("str"),
    repr: text("repr"),
    has: new Set((entry.get("has") as Value[]).map(str)), // as template_values.py writes it
    truth: entry.get("truth") !== false,
    attributes: entry.get("attributes") as Dict, // as template_values.py writes it
  }
}
