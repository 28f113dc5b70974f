/** Writes `docs/reference/coverage-rows.md`, from `rows/*.tsv`: `node scripts/coverage/rows-page.ts`. */
import { writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { SECTIONS } from "../coverage-page.ts"
import { type CoveredRow, coveredRows } from "./rows.ts"

const LATER: Record<string, string> = {
  serve: "serving, not built yet",
  build: "building, not built yet",
  trace: "traces, not built yet",
  studio: "the studio, in the making",
  azure: "needs Azure itself",
}

export function rowsPage(): string {
  const bySection = Map.groupBy(coveredRows(), ({ section }) => section)
  const count = (kind: CoveredRow["by"]["kind"]) => coveredRows().filter(({ by }) => by.kind === kind).length
  const parts = Array.from(bySection, ([section, rows]) => {
    const lines = rows.map(({ row, by }) => `| ${cell(row)} | ${shown(by)} |`)
    return `## ${section}${SECTIONS[section] ? ` ${SECTIONS[section]}` : ""}\n\n| rule | shown by |\n|---|---|\n${lines.join("\n")}\n`
  })
  return `# What shows each rule of the specification

<!-- Made by \`node scripts/coverage/rows-page.ts\` from \`scripts/coverage/rows\`; a test checks that what it names is there. -->

Each row of a table, and each rule of the text, of the specification that this project was written from: ${count("test")} are
held by a test that would fail without them, ${count("difference")} are answered otherwise on purpose
([differences.md](differences.md)), ${count("later")} belong to parts that are not built yet.

${parts.join("\n")}`
}

function shown(by: CoveredRow["by"]): string {
  if (by.kind === "later") return LATER[by.part] ?? by.part
  if (by.kind === "difference") return `difference: ${cell(by.text)}`
  return `[${by.file.split("/").at(-1)}](../../${by.file}): ${cell(by.title)}`
}

/** Of a table: no bar, nothing that HTML would take for a tag. */
function cell(text: string): string {
  return text
    .replaceAll("|", "\\|")
    .replaceAll("<", "&lt;")
    .replaceAll(/([[\]])/g, "\\$1")
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(new URL("../../docs/reference/coverage-rows.md", import.meta.url), rowsPage())
