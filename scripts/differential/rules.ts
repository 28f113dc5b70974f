import type { Answer, Case } from "./case.ts"

/**
 * Where ours answers otherwise on purpose. `name` is the row's anchor in docs/reference/differences.md;
 * `mended: 13` names row 13 of the specification's Appendix B.
 */
export type Rule = {
  name: string
  applies(question: Case, step: number, expected: Answer): false | Omit<Verdict, "rule">
}

export type Verdict = {
  rule: string
  /** The exit code ours must have instead; `any` where even that is open. */
  exit?: number | "any"
  /** Paths (see Difference) that are not compared; `true`: nothing but the exit code is. */
  free?: true | RegExp
}

/** The first rule that applies to a step decides. */
export function verdictOf(question: Case, step: number, expected: Answer): Verdict | undefined {
  for (const rule of rules) {
    const verdict = rule.applies(question, step, expected)
    if (verdict) return { rule: rule.name, ...verdict }
  }
  return undefined
}

/** A record of a line that failed after its output was known: a reference of an aggregation node was wrong. */
const failedWithOutput =
  /"status":"Failed","error":\{"message":"Flow execution failed\. Invalid property(?:(?!"status":).)*?"output":\{/

const crashed = (expected: Answer, step: number, text: RegExp): boolean =>
  expected.steps[step]?.exit === 1 && (expected.steps[step]?.warnings ?? []).some((line) => text.test(line))

/** The name of the run that a step makes or reads. */
function runOf(question: Case, step: number): string | undefined {
  const argv = question.steps[step]?.argv ?? []
  return argv[0] === "run" ? argv[argv.indexOf("--name") + 1] : undefined
}

/** The step that makes the run which this step makes or reads. */
function makerOf(question: Case, step: number): number {
  const name = runOf(question, step)
  return name === undefined
    ? -1
    : question.steps.findIndex((other, i) => other.argv[1] === "create" && runOf(question, i) === name)
}

/** Text of the data file of the run that this step makes or reads. */
function dataOf(question: Case, step: number): string {
  const argv = question.steps[makerOf(question, step)]?.argv ?? []
  const at = argv.indexOf("--data")
  return at < 0 ? "" : (question.files[argv[at + 1] ?? ""] ?? "")
}

/** Whether a column of a jsonl text holds both whole numbers and fractions. */
function mixesNumbers(text: string): boolean {
  const kinds = new Map<string, Set<string>>()
  for (const [, name = "", number = ""] of text.matchAll(
    /"(\w+)": ?(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?=[,}])/gi,
  )) {
    kinds.set(name, (kinds.get(name) ?? new Set()).add(/[.e]/i.test(number) ? "fraction" : "whole"))
  }
  return [...kinds.values()].some((found) => found.size === 2)
}

/** What the original answered where it made that run, as text. */
function madeText(question: Case, step: number, expected: Answer): string {
  return JSON.stringify(expected.steps[makerOf(question, step)] ?? "")
}

/** Whether the original broke down while it wrote the run that this step makes or reads. */
function ofBrokenRun(question: Case, step: number, expected: Answer): boolean {
  const name = runOf(question, step)
  if (String(expected.steps[makerOf(question, step)]?.run?.["inputs.jsonl"]).startsWith('{"0":')) return true
  return (
    name !== undefined &&
    question.steps.some(
      (_, i) =>
        runOf(question, i) === name && crashed(expected, i, /'NoneType' object has no attribute 'keys'/),
    )
  )
}

/** Names of the nodes of the flow `flow` that are marked as aggregation. */
function aggregationNodes(question: Case): string[] {
  const nodes = (question.files["flow/flow.dag.yaml"] ?? "").split(/^- name: /m).slice(1)
  return nodes
    .filter((text) => /^ {2}(aggregation|reduce): true$/m.test(text))
    .map((text) => text.split("\n")[0] ?? "")
}

export const rules: readonly Rule[] = [
  {
    name: "row-that-cannot-be-cast",
    applies: (question, step, expected) => ofBrokenRun(question, step, expected) && { exit: 0, free: true },
  },
  {
    name: "node-test-with-two-references",
    applies: (_, step, expected) =>
      crashed(expected, step, /'str' object does not support item assignment/) && { exit: 0, free: true },
  },
  {
    name: "async-generator",
    applies: (_, step, expected) =>
      String(expected.steps[step]?.result).includes("'NoneType' object has no attribute 'set_name'") && {
        exit: 0,
        free: true,
      },
  },
  {
    name: "big-integers",
    applies: (question, step, expected) => {
      const name = runOf(question, step)
      const made = question.steps.findIndex(
        (other, i) => other.argv[1] === "create" && runOf(question, i) === name,
      )
      if (
        name === undefined ||
        !JSON.stringify(expected.steps[made]?.result ?? "").includes("Fail to load invalid data")
      )
        return false
      const argv = question.steps[made]?.argv ?? []
      const data = question.files[argv[argv.indexOf("--data") + 1] ?? ""] ?? ""
      return /[\s:[]\d{19,}/.test(data) && { exit: step === made ? 0 : "any", free: true }
    },
  },
  {
    name: "mended: 9",
    applies: (question, step, expected) => {
      const aggregations = aggregationNodes(question)
      const detail = expected.steps[step]?.test?.["flow.detail.json"]
      if (aggregations.length === 0 || expected.steps[step]?.exit !== 0 || detail === undefined) return false
      const ran = JSON.stringify(detail)
      if (aggregations.some((name) => ran.includes(`"node":"${name}"`))) return false
      return { free: /^test\/flow\.(detail\.json\/(node_runs\/|flow_runs\/0\/metrics)|metrics\.json)/ }
    },
  },
  {
    name: "mended: 10",
    applies: (question, step) => {
      const argv = question.steps[step]?.argv ?? []
      return (
        argv.includes("--node") && argv.some((word) => word.startsWith("lit=")) && { free: /^(result|test)/ }
      )
    },
  },
  {
    name: "mended: 13",
    applies: (question, step) =>
      runOf(question, step) !== undefined && "missing.jsonl" in question.files && { exit: "any", free: true },
  },
  {
    name: "details-of-nothing",
    applies: (question, step, expected) =>
      question.steps[step]?.argv[1] === "show-details" &&
      crashed(expected, step, /ZeroDivisionError/) && { exit: 0, free: true },
  },
  {
    name: "node-test-deep-property",
    applies: (question, step, expected) =>
      (question.steps[step]?.argv.includes("--node") ?? false) &&
      String(expected.steps[step]?.result).includes("failed with InvalidReferenceProperty") && {
        exit: 0,
        free: true,
      },
  },
  {
    name: "output-of-failed-line",
    applies: (question, step, expected) => {
      const text = JSON.stringify(expected.steps[step] ?? "") + madeText(question, step, expected)
      return failedWithOutput.test(text) && { exit: "any", free: true }
    },
  },
  {
    name: "mended: 13",
    // Data in which only some rows are numbered: pandas makes the numbers fractions.
    applies: (question, step, expected) =>
      /flow_artifacts\/\d+\.0_/.test(madeText(question, step, expected)) && { free: true },
  },
  {
    name: "mended: 13",
    // A column of whole and fractional numbers: pandas makes all of them fractional.
    applies: (question, step) =>
      /^data-/.test(question.id) && mixesNumbers(dataOf(question, step)) && { free: /^(run|result)/ },
  },
  {
    name: "node-test-prefix",
    applies: (question, step) => {
      const argv = question.steps[step]?.argv ?? []
      const node = argv[argv.indexOf("--node") + 1]
      const other = node === "say" ? "inputs.flag" : "flow.s"
      const inputs = argv.at(-1)?.endsWith(".json")
        ? (question.files[argv.at(-1) ?? ""] ?? "")
        : argv.join("\n")
      return (
        argv.includes("--node") &&
        (node === "say" || node === "make") &&
        inputs.includes(other) && { exit: "any", free: true }
      )
    },
  },
  {
    name: "nested-role-words",
    applies: (question, step) => {
      const argv = question.steps[step]?.argv ?? []
      const template = question.files[`${argv[argv.indexOf("--flow") + 1]}/ask.jinja2`] ?? ""
      return template.includes("item.inputs.question") && { free: /^(requests|result|test|run)/ }
    },
  },
  {
    name: "yaml-dates",
    applies: (_, step, expected) =>
      JSON.stringify(expected.steps[step] ?? "").match(/Object of type date is not JSON|datetime\.date\(/) !==
        null && {
        exit: 0,
        free: true,
      },
  },
  {
    name: "methods-of-values",
    applies: (question, step) => {
      const argv = question.steps[step]?.argv ?? []
      const text = question.files[`${argv[argv.indexOf("--flow") + 1]}/flow.dag.yaml`] ?? ""
      return /\.output\.s\.upper\}/.test(text) && { exit: "any", free: true }
    },
  },
  {
    name: "empty-output",
    applies: (_, step, expected) =>
      JSON.stringify(expected.steps[step]?.test?.["flow.output.json"]) === '{"line_number":0}' && {
        free: /line_number$/,
      },
  },
  {
    name: "lone-surrogates",
    applies: (_, step, expected) =>
      crashed(expected, step, /surrogates not allowed/) && { exit: 0, free: true },
  },
  {
    name: "traceback",
    applies: (_, step, expected) =>
      crashed(expected, step, /^\w*(Error|Exception)\b|: Error while parsing yaml file: /) && {
        exit: 1,
        free: true,
      },
  },
  {
    name: "exit-in-test",
    applies: (question, step, expected) =>
      question.steps[step]?.argv[1] === "test" &&
      expected.steps[step]?.result === "" &&
      Object.values(question.files).some((text) => text.includes("sys.exit(")) && { exit: 1, free: true },
  },
  {
    name: "leftover-folder",
    applies: (_, step, expected) => {
      const { exit, run = {} } = expected.steps[step] ?? {}
      return exit === 1 && Object.keys(run).sort().join() === "logs.txt,meta.json" && { free: /^run$/ }
    },
  },
  {
    name: "kept-error",
    applies: (question, step, expected) => {
      const { exit, run } = expected.steps[makerOf(question, step)] ?? {}
      const applies = exit === 1 && run !== undefined && !("error.json" in run)
      return applies && { free: /^run\/error\.json$|^result\/error$/ }
    },
  },
  {
    name: "n-of-openai",
    applies: (question, step) => {
      const argv = question.steps[step]?.argv ?? []
      const text = question.files[`${argv[argv.indexOf("--flow") + 1]}/flow.dag.yaml`] ?? ""
      const isTest = argv[0] === "flow" && /^ {4}"?n"?: /m.test(text)
      return isTest && { free: /inputs\/n$/ }
    },
  },
]
