import { MillraceError } from "@internal/schema"
import type { Action } from "../command.ts"
import { openFile } from "../terminal/open-file.ts"
import { printJson } from "./print.ts"

/** `run visualize` */
export const runVisualize: Action = async (given, context) => {
  const { terminal, env } = context
  const names = [...given.words, ...(given.text("names") ?? "").split(",")]
    .map((n) => n.trim())
    .filter(Boolean)
  if (names.length === 0) {
    throw new MillraceError(
      "USAGE",
      { reason: "Name the runs to show." },
      { hint: "`millrace run list` shows the runs there are." },
    )
  }
  const api = await context.millrace()
  const file = await api.runs.visualize(names, given.text("htmlPath"))
  if (context.json) printJson(context, { file })
  else terminal.out(`${file}\n`)
  const wanted = !given.has("open") && !context.json && terminal.outIsTerminal
  if (wanted && !(await openFile(file, env))) terminal.err("No browser could be opened here.\n")
}
