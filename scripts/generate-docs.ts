/** Writes the pages of `docs/reference` that are made from code: `node scripts/generate-docs.ts`. A test keeps them current. */
import { writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { catalogue as millrace } from "../packages/cli/src/catalogue.ts"
import type { Catalogue, Command, Option } from "../packages/cli/src/command.ts"
import { byGroup, optionText } from "../packages/cli/src/help.ts"
import { catalogue as pf } from "../packages/cli/src/pf/catalogue.ts"
import { ERRORS, type ErrorEntry } from "../packages/schema/src/index.ts"

/** Generated pages by their path in the repository. */
export const PAGES: Record<string, () => string> = {
  "docs/reference/cli.md": cliPage,
  "docs/reference/errors.md": errorsPage,
}

const NOTE = "<!-- Made by `node scripts/generate-docs.ts` from the code; edit that instead. -->"

function cliPage(): string {
  return [
    "# Command line",
    "",
    NOTE,
    "",
    "`millrace` is the command. `pf` (package `millrace-pf`) answers with the original's words, output shapes and exit codes.",
    "Results go to stdout, everything else to stderr; `--output json` gives every result as JSON. Colours follow `NO_COLOR`",
    "and `FORCE_COLOR`. Ctrl-C once finishes what is in flight and saves; twice stops now.",
    "",
    "| exit code | meaning |",
    "|---|---|",
    "| 0 | done |",
    "| 1 | it failed: the flow, the run, or what was asked for |",
    "| 2 | the words were not understood |",
    "| 3 | a gate is shut: `--fail-on`, `--max-failed`, `--fail-on-regression` |",
    "| 130, 143 | stopped by Ctrl-C, by SIGTERM |",
    "",
    ...millrace.commands.flatMap((command) => commandSection(millrace, command, "millrace")),
    "## pf",
    "",
    "The commands and flags of the original that are answered; see there for what they mean.",
    "",
    ...pf.commands.flatMap((command) => {
      const flags = command.options.filter((o) => !o.hidden).map((o) => code(o.flags))
      return [`- \`pf ${command.name}\`: ${flags.join(", ") || "no options"}`]
    }),
    "",
    "Every command has:",
    "",
    ...optionTable(millrace.common),
  ].join("\n")
}

function commandSection(catalogue: Catalogue, command: Command, program: string): string[] {
  const options = byGroup(command.options).flatMap(([, group]) => group)
  const words = (command.words ?? []).map((w): Option => ({ flags: w.form, text: w.text }))
  return [
    `## ${program} ${command.name}`,
    "",
    command.sentence,
    "",
    "```",
    ...command.examples.flatMap(({ text, line }) => [`# ${text}`, `${catalogue.program} ${line}`]),
    "```",
    "",
    ...(words.length + options.length > 0 ? optionTable([...words, ...options]) : []),
  ]
}

function optionTable(options: readonly Option[]): string[] {
  const rows = options.map((o) => `| ${code(o.flags)} | ${cell(optionText(o))} |`)
  return ["| option | |", "|---|---|", ...rows, ""]
}

function errorsPage(): string {
  const entries: [string, ErrorEntry][] = Object.entries(ERRORS)
  const rows = entries.map(([name, e]) => {
    const facts = [
      e.category,
      `HTTP ${e.http}`,
      `exit ${e.exit}`,
      ...(e.retryable ? ["may succeed when tried again"] : []),
      ...(e.crash ? ["crashed"] : []),
    ]
    return `| ${code(name)} | ${cell(e.message)} | ${cell(e.hint)} | ${facts.join(", ")} | ${code(e.original.join(" / "))} |`
  })
  return [
    "# Errors",
    "",
    NOTE,
    "",
    "Every error has a code. `{…}` is filled in. *user*: the flow, the data or the command has to change. *operational*: the",
    "machine, the network or a service. *internal*: a defect of Millrace. A line or run that ends with one that says *crashed*",
    "has crashed instead of failed. The last column is the chain of names that the original gives the same mistake, as `pf` and",
    "JSON records show it.",
    "",
    "| code | what happened | how to solve | kind | in the original |",
    "|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n")
}

function code(text: string): string {
  return `\`${text.replace(/\|/g, "\\|")}\``
}

function cell(text: string): string {
  return text.replace(/\|/g, "\\|").replace(/</g, "\\<").replace(/\n/g, " ")
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, page] of Object.entries(PAGES))
    writeFileSync(new URL(`../${path}`, import.meta.url), page())
}
