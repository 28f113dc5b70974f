import { fromPlain, stringify } from "@internal/value"
import type { Action } from "../command.ts"

/** `pf flow validate`: a result with each mistake's place; code 1 when there is an error. */
export const flowValidate: Action = async (given, { millrace, terminal }) => {
  const api = await millrace()
  const { passed, file, diagnostics } = await api.flows.validate({ flow: given.required("source") })
  const errors = diagnostics
    .filter((d) => d.severity === "error")
    .map((d) => {
      const location = `${d.file || file}${d.line === undefined ? "" : `#line ${d.line}`}`
      return {
        message: d.hint ? `${d.message} ${d.hint}` : d.message,
        code: d.code,
        location,
        local_path: location,
      }
    })
  const result = errors.length === 0 ? { result: "Succeeded" } : { result: "Failed", errors }
  terminal.out(`${stringify(fromPlain(result), { indent: 2 })}\n`)
  return passed ? 0 : 1
}
