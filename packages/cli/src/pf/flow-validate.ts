import { validationJson } from "@internal/sdk"
import { fromPlain, stringify } from "@internal/value"
import type { Action } from "../command.ts"

/** `pf flow validate`: a result with each mistake's place; code 1 when there is an error. */
export const flowValidate: Action = async (given, { millrace, terminal }) => {
  const api = await millrace()
  const result = validationJson(await api.flows.validate({ flow: given.required("source") }))
  terminal.out(`${stringify(fromPlain(result), { indent: 2 })}\n`)
  return result.errors ? 1 : 0
}
