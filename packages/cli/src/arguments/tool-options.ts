import { MillraceError } from "@internal/schema"
import type { InitToolOptions } from "@internal/sdk"
import { pythonLiteral, toPlain } from "@internal/value"
import type { Given } from "../given.ts"
import { flatPairs } from "./pairs.ts"

/** What `tool init` is given: names, and with `--set` icon, category and tags. */
export function toolOptions(given: Given): InitToolOptions {
  const { icon, category, tags } = flatPairs(given.list("set"), "--set") ?? {}
  const name = given.text("package")
  return {
    tool: given.required("tool"),
    ...(name !== undefined && { package: name }),
    ...(icon !== undefined && { icon }),
    ...(category !== undefined && { category }),
    ...(tags !== undefined && { tags: dictOf(tags) }),
  }
}

/** A Python dict, or JSON. */
function dictOf(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = toPlain(pythonLiteral(text))
  } catch {
    value = undefined
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new MillraceError("USAGE", {
      reason: `tags must be a dict such as "{'key': 'value'}", not ${text}`,
    })
  return value as Record<string, unknown> // keys of a dict are text in JSON
}
