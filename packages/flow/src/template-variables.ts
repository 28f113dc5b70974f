import { JinjaError, variables } from "@internal/jinja"
import { MillraceError } from "@internal/schema"

/**
 * Undeclared variables of a template in order of first occurrence (spec 5.2). Fails with `TEMPLATE_SYNTAX` at the line of
 * the template.
 */
export function templateVariables(path: string, source: string): string[] {
  try {
    return variables(source).map((variable) => variable.name)
  } catch (cause) {
    if (!(cause instanceof JinjaError)) throw cause
    const { line = 1, kind, message } = cause
    const data = { path, line, reason: `(${kind}) ${message}` }
    throw new MillraceError("TEMPLATE_SYNTAX", data, {
      cause,
      place: { file: path, line, column: 1 },
      original: ["SystemError", kind],
      target: "",
    })
  }
}
