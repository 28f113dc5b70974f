/** Writes `docs/reference/coverage.md`: `node scripts/coverage-page.ts`. What it says is checked by the test beside this. */
import { globSync, readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { families } from "./differential/generate.ts"
import { sections as questions } from "./differential/sections/all.ts"

const ROOT = fileURLToPath(new URL("../", import.meta.url))
export const PAGE = "docs/reference/coverage.md"

/** Sections of the specification with rules that a test can ask, and what they are about. */
export const SECTIONS: Record<string, string> = {
  "1.1": "where a flow is",
  "1.2": "keys of flow.dag.yaml",
  "1.2.1": "inputs",
  "1.2.2": "outputs",
  "1.2.3": "nodes",
  "1.2.4": "variants",
  "1.2.5": "references",
  "1.2.6": "what is refused",
  "1.2.7": "environment variables",
  "1.3": "flex flows",
  "1.4": "prompties",
  "1.5": "what a chat flow is",
  "1.6": "chat history",
  "1.7": "additional includes",
  "1.8": "validation",
  "1.9": "overrides",
  "2.1": "types",
  "2.2": "casts",
  "2.3": "where casts happen",
  "2.4": "secrets and paths",
  "2.5": "images",
  "2.6": "values in records and outputs",
  "3.1": "records",
  "3.2": "a line",
  "3.3": "scheduler",
  "3.4": "activation and bypass",
  "3.5": "a call of a tool",
  "3.6": "time limits",
  "3.7": "aggregation",
  "3.8": "flex flows, running",
  "3.9": "one node alone",
  "3.10": "details of a test",
  "3.11": "streams",
  "3.12": "cancelling",
  "4.1": "data files",
  "4.2": "joining sources",
  "4.3": "column mapping",
  "4.4": "workers",
  "4.5": "order of a batch",
  "4.6": "going on with a run",
  "4.7": "time limit of a batch",
  "4.8": "states of runs",
  "4.9": "names of runs",
  "4.10": "run folder",
  "5.1": "LLM nodes",
  "5.2": "templates",
  "5.3": "chat prompts",
  "5.4": "requests and answers",
  "5.5": "failures and retries",
  "5.6": "built-in tools",
  "6.1": "Python tools",
  "6.2": "types of parameters",
  "6.3": "strong connection types",
  "6.4": "functions that fill inputs",
  "6.5": "package tools",
  "6.6": "flow.tools.json",
  "6.7": "assistants",
  "7.1": "connection types",
  "7.2": "connections for the executor",
  "7.3": "placeholders of secrets",
  "7.4": "where connections are kept",
  "7.5": "where connections come from",
  "7.6": "overrides at serving time",
  "8.1": "where runs are kept",
  "8.2": "properties of runs",
  "8.3": "run.yml",
  "8.4": "pf.yaml",
  "8.5": "experiments",
  "11.1": "hierarchy of errors",
  "11.2": "JSON of errors",
  "11.3": "classes",
  "11.4": "classification",
  "11.5": "lines that fail",
  "11.6": "error.json",
  "12": "environment variables",
  ...Object.fromEntries(
    ["references", "properties", "mappings", "names", "roles", "casts", "activation", "waits", "files"].map(
      (what, i) => [`A.${i + 1}`, `vectors: ${what}`],
    ),
  ),
  B: "defects that are mended",
  C: "what is easily missed",
  "surface 1.0": "conventions of the command line",
  "surface 1.1": "pf flow",
  "surface 1.2": "pf connection",
  "surface 1.3": "pf run",
  "surface 1.4": "other groups",
  "surface 2.1": "Python client",
  "surface 7": "samples",
}

const NUMBER = String.raw`(?:[A-C]|\d+)(?:\.\d+)*`
const MENTION = new RegExp(
  String.raw`\b(spec|surface|Appendix)\s+(${NUMBER}(?:(?:,|;| and)\s+(?:(?:spec|surface)\s+)?${NUMBER})*)`,
  "g",
)

/** The sections that a text names, as `(spec 1.2, 3.4; surface 1.3)` does. */
export function mentioned(text: string): Set<string> {
  const found = new Set<string>()
  for (const [, first = "", list = ""] of text.matchAll(MENTION)) {
    let surface = first === "surface"
    const parts = list.split(/,|;| and/).slice(0, first === "Appendix" ? 1 : undefined)
    for (const part of parts.map((one) => one.trim())) {
      surface = part.startsWith("surface") || (surface && !part.startsWith("spec"))
      const number = part.replace(/^(spec|surface)\s+/, "")
      found.add(surface ? `surface ${number}` : number)
    }
  }
  return found
}

/** Test files by section. */
export function coverage(): Map<string, string[]> {
  const files = globSync(
    ["packages/*/src/**/*.test.ts", "tests/**/*.test.ts", "packages/python/python-tests/*_test.py"],
    { cwd: ROOT },
  )
  const named = new Map(files.map((file) => [file, mentioned(readFileSync(`${ROOT}${file}`, "utf8"))]))
  const add = (file: string, list: string[]) => {
    for (const one of list) named.get(file)?.add(one)
  }
  add(
    "tests/differential/sections.test.ts",
    questions.flatMap((question) => question.sections),
  )
  add(
    "tests/differential/answers.test.ts",
    Object.values(families).flatMap((one) => one.sections.split(", ")),
  )
  return new Map(
    Object.keys(SECTIONS).map((section) => [
      section,
      files.filter((file) => named.get(file)?.has(section)).sort(),
    ]),
  )
}

export function coveragePage(): string {
  const rows = Array.from(coverage(), ([section, files]) => {
    const links = files.map((file) => `[${file.replace(/^packages\//, "")}](../../${file})`)
    return `| ${section} | ${SECTIONS[section]} | ${links.join(", ")} |`
  })
  return `# What tests each section of the specification

<!-- Made by \`node scripts/coverage-page.ts\`; a test checks that each file named here is there and names the section. -->

Sections are those of the specification of the original's behaviour that this project was written from (\`surface\`: of its
commands and libraries). A test names the sections it covers in its title or comment. \`tests/differential/sections.test.ts\`
asks about rows one by one and compares with what the original answered. Where Millrace answers otherwise on purpose is
listed in [differences.md](differences.md). Rule by rule: [coverage-rows.md](coverage-rows.md).

| section | about | tests |
|---|---|---|
${rows.join("\n")}
`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(`${ROOT}${PAGE}`, coveragePage())
