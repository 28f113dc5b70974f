import { text } from "node:stream/consumers"
import type { ImportedItem } from "@internal/sdk"
import type { Action } from "../command.ts"
import { printJson, printTable } from "./print.ts"

const WORDS: Record<ImportedItem["state"], string> = {
  imported: "imported",
  present: "already there",
  taken: "left out",
  left: "left out",
  failed: "failed",
}

/** `import promptflow`: exit code 1 when something could not be read. */
export const importPromptflow: Action = async (given, context) => {
  const api = await context.millrace()
  const from = given.text("from")
  const key = given.text("key") === "-" ? await text(process.stdin) : given.text("key")
  const report = await api.importPromptflow({
    ...(from !== undefined && { from }),
    ...(key !== undefined && { key }),
    connections: given.flag("connections"),
    runs: given.flag("runs"),
    dryRun: given.flag("dryRun"),
  })
  const code = report.items.some(({ state }) => state === "failed") ? 1 : 0
  if (context.json) {
    printJson(context, report)
    return code
  }
  const { err } = context.terminal
  if (report.items.length === 0) {
    err(`${report.from} holds nothing to import.\n`)
    return code
  }
  const word = ({ state }: ImportedItem) =>
    report.dryRun && state === "imported" ? "would be imported" : WORDS[state]
  printTable(
    context,
    [
      { title: "kind" },
      { title: "name", shrinks: false },
      { title: "result", shrinks: false },
      { title: "reason" },
    ],
    report.items.map((item) => [item.kind, item.name, word(item), item.reason ?? ""]),
  )
  const imported = report.items.filter(({ state }) => state === "imported").length
  err(
    `${imported} of ${report.items.length} ${report.dryRun ? "would be imported" : "imported"} from ${report.from}\n`,
  )
  return code
}
