import { present } from "../arguments/execution.ts"
import type { Action } from "../command.ts"
import { padEnd, wrap } from "../terminal/text.ts"
import { printJson } from "./print.ts"

/** `doctor`: one line per thing looked at, with the command that fixes it; code 1 when something is missing. */
export const doctor: Action = async (given, context) => {
  const { terminal } = context
  const api = await context.millrace()
  const checks = await api.doctor(present({ flow: given.text("flow") ?? given.words[0] }))
  const missing = checks.some((check) => check.state === "missing")
  if (context.json) printJson(context, checks)
  else {
    const { good, warn, bad, faint } = terminal.onOut
    const marks = { ok: good("✓"), warning: warn("!"), missing: bad("✗") }
    const width = Math.max(...checks.map((c) => c.subject.length), 8)
    const room = Math.max(40, (terminal.outIsTerminal ? terminal.width : 120) - width - 6)
    for (const { subject, state, detail, fix } of checks) {
      const [first = "", ...rest] = wrap(detail, room)
      const indent = " ".repeat(width + 6)
      terminal.out(`  ${marks[state]} ${padEnd(subject, width)}  ${first}\n`)
      for (const line of rest) terminal.out(`${indent}${line}\n`)
      if (fix && state !== "ok") terminal.out(`${indent}${faint(fix)}\n`)
    }
  }
  return missing ? 1 : 0
}
