import { globSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const ROOT = fileURLToPath(new URL("../../", import.meta.url))

/** A row, or a rule of the text, of the specification, and what shows that Millrace does it. */
export interface CoveredRow {
  /** `4.8` of the engine's specification, `surface 1.3` of the commands' and libraries'. */
  section: string
  row: string
  by:
    | { kind: "test"; file: string; title: string }
    | { kind: "difference"; text: string }
    /** Part of the product that a later issue builds. */
    | { kind: "later"; part: string }
  /** Where this is written down, for a message. */
  place: string
}

const LATER = ["serve", "build", "trace", "studio", "azure"]

/** Every row that was gone through, by section; written by hand in `rows/*.tsv` as `section`, `row`, `by`. */
export function coveredRows(): CoveredRow[] {
  const files = globSync("scripts/coverage/rows/*.tsv", { cwd: ROOT }).sort()
  return files.flatMap((file) => {
    const [, ...lines] = readFileSync(`${ROOT}${file}`, "utf8").trimEnd().split("\n")
    return lines.map((line, i) => parse(line, `${file}:${i + 2}`))
  })
}

function parse(line: string, place: string): CoveredRow {
  const [section, row, by, ...rest] = line.split("\t")
  if (!section || !row || !by || rest.length > 0) throw new Error(`${place}: three cells are needed`)
  const [, head = "", text = ""] = /^(.*?): (.+)$/.exec(by) ?? []
  if (head === "difference") return { section, row, place, by: { kind: "difference", text } }
  if (head === "later" && LATER.includes(text))
    return { section, row, place, by: { kind: "later", part: text } }
  if (head === "" || head === "later") throw new Error(`${place}: ${by} names no test and no difference`)
  return { section, row, place, by: { kind: "test", file: head, title: text } }
}

/** What is not so of what the rows say: a test that is not there, a difference that is not listed. */
export function untrue(rows: readonly CoveredRow[]): string[] {
  const texts = new Map<string, string | undefined>()
  const textOf = (file: string) => {
    if (!texts.has(file))
      texts.set(
        file,
        globSync(file, { cwd: ROOT }).length === 1 ? readFileSync(`${ROOT}${file}`, "utf8") : undefined,
      )
    return texts.get(file)
  }
  return rows.flatMap(({ by, place }) => {
    if (by.kind === "later") return []
    const file = by.kind === "test" ? by.file : "docs/reference/differences.md"
    const text = textOf(file)
    const wanted = by.kind === "test" ? by.title : by.text
    if (text === undefined) return [`${place}: there is no ${file}`]
    return text.includes(wanted) ? [] : [`${place}: ${file} does not say ${JSON.stringify(wanted)}`]
  })
}
