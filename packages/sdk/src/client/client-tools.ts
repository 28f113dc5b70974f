import { toolValidationJson } from "../flow/validation-json.ts"
import { defined, type Operation, textOf } from "./client-operation.ts"

/** `pf.tools`. */
export const TOOL_CALLS: Record<string, Operation> = {
  "tools.list": (api, given) => api.tools.list(defined({ flow: textOf(given, "flow") })),
  "tools.validate": async (api, { source }) =>
    toolValidationJson(await api.tools.validate({ source: String(source) })),
}
