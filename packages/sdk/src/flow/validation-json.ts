import type { Diagnostic } from "@internal/schema"
import type { ValidationResult } from "../api/flows.ts"
import type { ToolValidation } from "../api/tools.ts"

/** What the original only warns of here, though it refuses to run it. */
const OVERLOOKED: readonly string[] = ["FLEX_FIELD_UNKNOWN"]

/** A validation as the original prints it: `result`, and where there are any `errors` and `warnings`, with their places. */
export function validationJson({ file, diagnostics, unknownFields }: ValidationResult): {
  result: "Succeeded" | "Failed"
  errors?: object[]
  warnings?: object[]
} {
  const errors = diagnostics
    .filter((d) => d.severity === "error" && !OVERLOOKED.includes(d.code))
    .map((d) => {
      const location = `${d.file || file}${d.line === undefined ? "" : `#line ${d.line}`}`
      return {
        message: d.hint ? `${d.message} ${d.hint}` : d.message,
        ...(d.path !== undefined && { path: d.path, value: d.value ?? null, yaml_path: d.path }),
        code: d.code,
        location,
        local_path: location,
      }
    })
  const found = [
    ...diagnostics.filter((d) => OVERLOOKED.includes(d.code)).map(warning),
    ...unknownFields.map(({ path, value }) => ({ message: "Unknown field.", path, value, yaml_path: path })),
  ]
  const warnings = found.length > 0 ? { warnings: found } : {}
  return errors.length === 0
    ? { result: "Succeeded", ...warnings }
    : { result: "Failed", errors, ...warnings }
}

function warning({ message, data, file, line }: Diagnostic): object {
  const location = `${file}${line === undefined ? "" : `#line ${line}`}`
  return { message, path: data.field, location, local_path: location, yaml_path: data.field }
}

/** The same of tools. */
export function toolValidationJson({ passed, total, invalid, errors }: ToolValidation): {
  result: "Succeeded" | "Failed"
  total_count: number
  invalid_count: number
  errors?: object[]
} {
  return {
    result: passed ? "Succeeded" : "Failed",
    total_count: total,
    invalid_count: invalid,
    ...(!passed && {
      errors: errors.map(({ message, function: name, location }) => ({
        message,
        function_name: name,
        location,
      })),
    }),
  }
}
