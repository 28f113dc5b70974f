import type { Diagnostic } from "@internal/schema"
import { fromPlain, stringify } from "@internal/value"
import type { Action } from "../command.ts"

/** What the original only warns of here, though it refuses to run it. */
const OVERLOOKED: readonly string[] = ["FLEX_FIELD_UNKNOWN"]

/** `pf flow validate`: a result with each mistake's place; code 1 when there is an error. */
export const flowValidate: Action = async (given, { millrace, terminal }) => {
  const api = await millrace()
  const { passed, file, diagnostics } = await api.flows.validate({ flow: given.required("source") })
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
  const unknown = diagnostics.filter((d) => OVERLOOKED.includes(d.code))
  const warnings = unknown.length > 0 ? { warnings: unknown.map(warning) } : {}
  const result =
    errors.length === 0 ? { result: "Succeeded", ...warnings } : { result: "Failed", errors, ...warnings }
  terminal.out(`${stringify(fromPlain(result), { indent: 2 })}\n`)
  return passed || errors.length === 0 ? 0 : 1
}

function warning({ message, data, file, line }: Diagnostic): object {
  const location = `${file}${line === undefined ? "" : `#line ${line}`}`
  return { message, path: data.field, location, local_path: location, yaml_path: data.field }
}
