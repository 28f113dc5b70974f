import { variableOccurrences } from "@internal/jinja"
import { MillraceError } from "@internal/schema"
import { templateVariables } from "../template-variables.ts"
import type { EditResult } from "./flow-edit.ts"
import { applyChanges } from "./text-change.ts"

/** Names that Jinja reads as something else, or has a value for. */
const RESERVED =
  /^(?:true|false|none|True|False|None|and|or|not|in|is|if|else|loop|self|caller|varargs|kwargs|range|dict|lipsum|cycler|joiner|namespace)$/

/**
 * Renames a variable of a Jinja template, as follows when the input of its node is called otherwise: only where it is a
 * variable, not in strings, comments and attributes, and not where a loop or a macro has a variable of that name itself.
 * Fails with `TEMPLATE_SYNTAX` where the template does not compile, and with `FLOW_EDIT_INVALID` where the new name means
 * something in it already.
 */
export function renameTemplateVariable(
  text: string,
  from: string,
  to: string,
  file = "the template",
): EditResult {
  if (!templateVariables(file, text).includes(from) || from === to) return { text, changes: [] }
  const { places, names, ambiguous } = variableOccurrences(text, from)
  const reason = ambiguous
    ? `${file} also calls a macro, an import or a namespace ${from}`
    : names.has(to)
      ? `${file} has something called ${to} already`
      : !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(to) || RESERVED.test(to)
        ? `${to} is no name that a template can have for a variable`
        : undefined
  if (reason) throw new MillraceError("FLOW_EDIT_INVALID", { reason, suggestion: "Choose another name." })
  const changes = places.map((place) => ({ ...place, insert: to }))
  return { text: applyChanges(text, changes), changes }
}
