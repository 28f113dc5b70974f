import type { Action } from "../command.ts"
import { openFile } from "../terminal/open-file.ts"
import { logLine } from "./log-line.ts"

/** `pf run visualize`: the page, and a browser that shows it if there is one. */
export const runVisualize: Action = async (given, context) => {
  const { terminal, env } = context
  const names = given
    .required("names")
    .split(",")
    .map((name) => name.trim())
  const api = await context.millrace()
  for (const name of names) {
    const { status } = await api.runs.get(name)
    if (status === "Completed") continue
    const text = `Cannot visualize non-completed run. Run ${quoted(name)} is not completed, the status is ${quoted(status)}.`
    terminal.err(logLine("promptflow", "ERROR", text))
    return
  }
  const path = given.text("htmlPath")
  const file = await api.runs.visualize(names, path)
  if (path !== undefined) return
  terminal.out(
    `The HTML file is generated at ${quoted(file)}.\nTrying to view the result in a web browser...\n`,
  )
  if (await openFile(file, env)) return
  terminal.out(`Failed to visualize from the web browser, the HTML file locates at ${quoted(file)}.\n`)
  terminal.out("You can manually open it with your web browser, or try SDK to visualize it.\n")
}

function quoted(text: string): string {
  return `'${text}'`
}
