import type { Action } from "../command.ts"
import { many } from "../terminal/amount.ts"
import { printJson } from "./print.ts"

/** `tool validate`: code 1 when a tool has a mistake. */
export const toolValidate: Action = async (given, context) => {
  const api = await context.millrace()
  const source = given.required("source")
  const result = await api.tools.validate({ source })
  if (context.json) printJson(context, result)
  else {
    const { out, onOut } = context.terminal
    for (const error of result.errors)
      out(`${onOut.bad("error")} ${error.function}  ${error.message}\n      ${error.location}\n`)
    const verdict = result.passed ? "valid" : `${many(result.invalid, "tool")} with mistakes`
    out(`${source}: ${many(result.total, "tool")}, ${verdict}\n`)
  }
  return result.passed ? 0 : 1
}
