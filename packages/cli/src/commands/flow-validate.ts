import { dirname, resolve } from "node:path"
import type { Action } from "../command.ts"
import { diagnosticBlock } from "../failure.ts"
import { many } from "../terminal/amount.ts"
import { printJson } from "./print.ts"

/** `flow validate`: every diagnostic with its place; code 1 when there is an error. */
export const flowValidate: Action = async (given, context) => {
  const { terminal, cwd } = context
  const api = await context.millrace()
  const { passed, file, diagnostics } = await api.flows.validate({ flow: given.required("flow") })
  if (context.json) {
    const plain = diagnostics.map(({ cause: _cause, ...shown }) => shown)
    printJson(context, { passed, file, diagnostics: plain })
  } else {
    const shown = { style: terminal.onOut, width: terminal.width, cwd }
    // Files of a flow are named from its folder.
    const placed = diagnostics.map((d) => ({ ...d, file: resolve(dirname(file), d.file) }))
    for (const d of placed) terminal.out(diagnosticBlock(d, shown))
    const errors = diagnostics.filter((d) => d.severity === "error").length
    const found = [many(errors, "error"), many(diagnostics.length - errors, "warning")].join(", ")
    terminal.out(diagnostics.length === 0 ? `${file} is valid\n` : `${file}: ${found}\n`)
  }
  return passed ? 0 : 1
}
