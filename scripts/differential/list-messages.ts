import { readFile, writeFile } from "node:fs/promises"
import { gunzipSync } from "node:zlib"
import type { Answer, Json } from "./case.ts"

/**
 * Lists every error text that answers hold, with an example of where it came from.
 *
 *     node scripts/differential/list-messages.ts ANSWERS.jsonl[.gz] OUT.md
 */
const [from = "", to = ""] = process.argv.slice(2)
const bytes = await readFile(from)
const text = (from.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString()
const found = new Map<string, string>()

function note(message: string, where: string): void {
  const cut = message.length > 900 ? `${message.slice(0, 900)} …` : message
  if (!found.has(cut)) found.set(cut, where)
}

function visit(value: Json, where: string): void {
  if (Array.isArray(value)) for (const item of value) visit(item, where)
  else if (value !== null && typeof value === "object") {
    if (typeof value.message === "string" && typeof value.referenceCode === "string") {
      note(
        `[record, ${codes(value)}, ${value.referenceCode}, format ${JSON.stringify(value.messageFormat)}] ${value.message}`,
        where,
      )
    }
    for (const item of Object.values(value)) visit(item, where)
  }
}

function codes(error: { [key: string]: Json }): string {
  const inner = error.innerError
  const rest = inner !== null && typeof inner === "object" && !Array.isArray(inner) ? `/${codes(inner)}` : ""
  return `${String(error.code)}${rest}`
}

for (const line of text.split("\n").filter(Boolean)) {
  const answer: Partial<Answer> & { id: string } = JSON.parse(line) // the first line of packed answers is their header
  for (const step of answer.steps ?? []) {
    if (step.exit !== 0 && typeof step.result === "string") note(step.result, answer.id)
    if (step.exit !== 0) for (const warning of step.warnings ?? []) note(`[stderr] ${warning}`, answer.id)
    visit((step.test ?? null) as Json, answer.id) // both are JSON by definition
    visit((step.run ?? null) as Json, answer.id)
    if (!step.run) visit(step.result, answer.id)
  }
}
const listed = [...found]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([message, where]) => `\`${where}\`\n\n\`\`\`\n${message}\n\`\`\`\n`)
await writeFile(
  to,
  `# Error texts of the original\n\nGenerated from answers by list-messages.ts; each with a case that shows it.\n\n${listed.join("\n")}`,
)
