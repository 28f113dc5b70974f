import { parse as parseYaml } from "yaml"
import type { Answer, Case, Json, StepAnswer } from "./case.ts"
import { parseJson } from "./normalise.ts"
import type { Verdict } from "./rules.ts"
import { verdictOf } from "./rules.ts"
import { withoutWording } from "./wording.ts"

/** One place where two answers differ. */
export type Difference = {
  id: string
  step: number
  /** `exit`, `result`, `test/flow.detail.json/node_runs/0/output`, `run/inputs.jsonl`, `requests/0/body/n` … */
  path: string
  expected: Json | undefined
  actual: Json | undefined
}

export type Comparison = {
  differences: Difference[]
  /** Names of the rules under which an answer may differ, for every step where one applied. */
  rules: string[]
}

/** Compares an answer with the original's; rules.ts says where ours is another on purpose. */
export function compareAnswers(question: Case, expected: Answer, actual: Answer): Comparison {
  const differences: Difference[] = []
  const rules: string[] = []
  for (const [step, original] of expected.steps.entries()) {
    const ours = actual.steps[step]
    if (!ours) {
      differences.push({ id: question.id, step, path: "", expected: "an answer", actual: undefined })
      continue
    }
    const verdict = verdictOf(question, step, expected)
    if (verdict) rules.push(verdict.rule)
    for (const found of compareSteps(original, ours, verdict))
      differences.push({ id: question.id, step, ...found })
  }
  return { differences, rules }
}

type Found = Omit<Difference, "id" | "step">

function compareSteps(expected: StepAnswer, actual: StepAnswer, verdict: Verdict | undefined): Found[] {
  const found: Found[] = []
  const exit = verdict?.exit ?? expected.exit
  if (exit !== "any" && exit !== actual.exit)
    found.push({ path: "exit", expected: exit, actual: actual.exit })
  if (verdict?.free === true) return found
  const compare = (path: string, original: Json | undefined, ours: Json | undefined) =>
    walk(
      found,
      path,
      original === undefined ? original : withoutWording(original),
      ours === undefined ? ours : withoutWording(ours),
    )
  const tables = [table(expected.result), table(actual.result)] as const
  if (tables[0] && tables[1]) compareTables(found, tables[0], tables[1])
  else compare("result", expected.result, actual.result)
  compare("stated", expected.stated, actual.stated)
  compare("test", comparable(expected.test), comparable(actual.test))
  compare("run", settled(expected.run), settled(actual.run, expected.run))
  walk(found, "requests", expected.requests ?? [], actual.requests ?? [])
  const free = verdict?.free
  return found.filter(
    (difference) => !(free?.test(difference.path) || isTokenCount(difference) || isRetryLog(difference)),
  )
}

/** A value that holds a connection's secret, which ours replaces in everything it writes (rule `secrets`). */
function isScrubbed(expected: Json | undefined, actual: Json | undefined): boolean {
  const mark = "**data_scrubbed**"
  if (typeof expected !== "string" || typeof actual !== "string" || !actual.includes(mark)) return false
  const parts = actual.split(mark).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
  return new RegExp(`^${parts.join("[\\s\\S]+?")}$`).test(expected)
}

function parsedLines(text: string): Json {
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => parseJson(line))
}

/** Lines about attempts that the original's LLM tool prints to stderr (rule `retry-log`). */
function isRetryLog({ path, expected }: Found): boolean {
  return path.endsWith("logs/stderr") && String(expected).startsWith("[TIME] Exception occurs")
}

/** The original counts no tokens while tracing is off, as it was for the stored answers (rule `tokens`). */
function isTokenCount({ path, expected }: Found): boolean {
  if (/system_metrics\/(prompt|completion|total)_tokens$/.test(path))
    return expected === 0 || expected === undefined
  return false
}

/** A grid that `show-details` prints, as cells without white space: where it wraps is a matter of the terminal. */
function table(result: Json): string[][] | undefined {
  if (typeof result !== "string" || !result.startsWith("+-")) return undefined
  const rows: string[][] = []
  let open = false
  for (const line of result.split("\n")) {
    if (line.startsWith("+")) open = false
    else {
      const cells = line.split("|").slice(1, -1)
      if (!open) rows.push(cells.map(() => ""))
      open = true
      const row = rows.at(-1) ?? []
      for (const [i, cell] of cells.entries()) row[i] = (row[i] ?? "") + cell.replace(/\s+/g, "")
    }
  }
  return rows
}

function compareTables(found: Found[], expected: string[][], actual: string[][]): void {
  if (expected.length !== actual.length) found.push({ path: "result", expected, actual })
  for (const [i, row] of expected.entries()) {
    const ours = actual[i] ?? []
    if (row.length !== ours.length) found.push({ path: `result/${i}`, expected: row, actual: ours })
    for (const [j, cell] of row.entries()) {
      if (!sameCell(cell, ours[j] ?? ""))
        found.push({ path: `result/${i}/${j}`, expected: cell, actual: ours[j] })
    }
  }
}

/** Equal but for what pandas does to columns with gaps, numbers and booleans (rule `tables`). */
function sameCell(original: string, ours: string): boolean {
  if (/^(True|False)$/.test(ours)) return /^(True|False|[01](\.0)?)$/.test(original)
  if (ours === "nan" || ours === "None" || ours === "") return /^(nan|None|\(Failed\)|)$/.test(original)
  const plain = (cell: string) => {
    const inside = cell.replace(/-?\b(nan|inf|None)\b/g, "None").replace(/(?<![\w.])-0\.0\b/g, "0.0")
    return /^-?\d+\.0+$/.test(inside) ? String(Number(inside)) : inside
  }
  const scrubbed = "**data_scrubbed**"
  return plain(original) === plain(ours) || (ours.includes(scrubbed) && isScrubbed(original, ours))
}

/** Deep comparison; the order of an object's keys does not count, but that of texts and lists does. */
function walk(found: Found[], path: string, expected: Json | undefined, actual: Json | undefined): void {
  if (expected === actual || isScrubbed(expected, actual)) return
  // Text that differs may be the same records; the order of keys counts but for what a model answered with tools.
  if (path.endsWith(".jsonl") && String(expected).includes("tool_calls") && typeof actual === "string") {
    walk(found, `${path}/parsed`, parsedLines(String(expected)), parsedLines(actual))
    return
  }
  // Both write the effective flow anew: its values count, not its layout.
  if (path.endsWith("/flow.dag.yaml") && typeof expected === "string" && typeof actual === "string") {
    walk(found, `${path}/parsed`, parseYaml(expected), parseYaml(actual))
    return
  }
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
    for (const [i, item] of expected.entries()) walk(found, `${path}/${i}`, item, actual[i])
  } else if (isObject(expected) && isObject(actual)) {
    // An exception from inside the original's own files (rule `stack`): ours names the user's code.
    const internal = String(expected.filename).startsWith("$SITE/")
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      if (internal && ["filename", "lineno", "name"].includes(key)) continue
      walk(found, `${path}/${key}`, expected[key], actual[key])
    }
  } else {
    found.push({ path, expected, actual })
  }
}

/** A test's files; node records by name, so that a missing one shows as such. */
function comparable(test: StepAnswer["test"]): Json | undefined {
  if (!test) return undefined
  const out: Record<string, Json> = {}
  for (const [name, content] of Object.entries(test)) {
    // Whether a log file was begun before an error was found says nothing.
    if (!name.endsWith(".log")) out[name] = name.endsWith("detail.json") ? byNode(content) : content
  }
  return out
}

function byNode(detail: Json): Json {
  if (!isObject(detail) || !Array.isArray(detail.node_runs)) return detail
  const failed =
    Array.isArray(detail.flow_runs) &&
    detail.flow_runs.some((run) => isObject(run) && run.status === "Failed")
  const nodes: Record<string, Json> = {}
  for (const run of detail.node_runs) {
    if (!isObject(run)) continue
    // When one node fails, how far its neighbours got is chance: only the failed ones are compared.
    if (!failed || run.status === "Failed") nodes[String(run.node)] = run
  }
  return { ...detail, node_runs: nodes }
}

/** A run's files without the records of nodes that ran beside a failing one. */
function settled(run: StepAnswer["run"], reference = run): Json | undefined {
  if (!run || !reference) return undefined
  const failedLines = new Set<string>()
  for (const [name, content] of Object.entries(reference)) {
    const line = /^flow_artifacts\/(\d+)_/.exec(name)?.[1]
    if (line && isObject(content) && content.status === "Failed") failedLines.add(line)
  }
  const out: Record<string, Json> = {}
  for (const [name, content] of Object.entries(run)) {
    const line = /^node_artifacts\/.*\/(\d+)\.jsonl$/.exec(name)?.[1]
    const beside =
      line &&
      failedLines.has(line) &&
      isObject(content) &&
      content.line_number !== null &&
      content.status !== "Failed"
    if (!beside) out[name] = content
  }
  return out
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
