import { present } from "../arguments/execution.ts"
import type { Action } from "../command.ts"
import { setupLine } from "../progress/setup-line.ts"

/** `python`: a script in which `promptflow` is this; it keeps what the original's client would, where it would. */
export const python: Action = async (given, context) => {
  const [script = "", ...args] = given.words
  const { terminal } = context
  const { Millrace } = await import("@internal/sdk")
  await using api = await Millrace.open({ profile: "pf", cwd: context.cwd, env: context.env })
  return api.runScript(
    present({
      script,
      args,
      runtime: given.text("runtime"),
      install: given.has("install") ? given.flag("install") : undefined,
      connection: given.text("connection"),
      record: given.text("record"),
      replay: given.text("replay"),
      report: (progress) => {
        if (progress.type === "setup") terminal.err(`${setupLine(progress)}\n`)
        if (progress.type === "log") terminal.out(progress.text)
        if (progress.type === "warning") terminal.err(`warning: ${progress.message}\n`)
      },
    }),
  )
}
