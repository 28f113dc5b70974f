import { MillraceError } from "@internal/schema"
import type { RunComparison } from "@internal/sdk"
import { present } from "../arguments/execution.ts"
import type { Action } from "../command.ts"
import type { Given } from "../given.ts"
import { conditionGates, type Gate, passGates, readConditions } from "../report/gate.ts"
import type { TestCase } from "../report/junit.ts"
import { writeReports } from "../report/write-report.ts"
import { comparisonText } from "./comparison-text.ts"
import { printJson } from "./print.ts"

/** `run compare`: a table with intervals and a verdict; gates and reports for pipelines. */
export const runCompare: Action = async (given, context) => {
  const conditions = readConditions(given.list("failOn"))
  const runs = [...(names(given.text("names")) ?? []), ...given.words.flatMap((word) => names(word) ?? [])]
  const group = given.text("group")
  if (group === undefined ? runs.length < 2 : runs.length > 0) {
    const reason =
      group === undefined
        ? "run compare needs at least two runs."
        : "run compare takes a group or names of runs, not both."
    throw new MillraceError("USAGE", { reason }, { hint: "millrace run compare BASE OTHER" })
  }
  const failed = given.text("failed")
  const api = await context.millrace()
  const result = await api.runs.compare(
    present({
      ...(group === undefined ? { runs } : { group }),
      segment: given.text("segment"),
      evaluations: names(given.text("evaluations")),
      metrics: names(given.text("metrics")),
      score: given.text("score"),
      better: directions(given),
      failed: failed === "exclude" || failed === "wrong" ? failed : undefined,
      timeBox: given.count("timeBox"),
    }),
  )
  const html = given.text("html")
  const page = html === undefined ? undefined : await api.runs.writeComparison(result, html)
  if (context.json) printJson(context, result)
  else context.terminal.out(comparisonText(result, context.terminal))
  if (page !== undefined) context.terminal.err(`${context.terminal.onErr.faint(page)}\n`)
  const gates = [
    ...result.comparison.runs
      .slice(1)
      .flatMap((run) => conditionGates(conditions, valuesOf(result, run), `${run}: `)),
    ...(given.flag("failOnRegression") ? regressionGates(result) : []),
  ]
  if (given.has("junit") || given.has("report")) {
    writeReports(given, context, {
      suite: `compare with ${result.comparison.base}`,
      cases: cases(result),
      gates,
      json: { ...result },
    })
  }
  passGates(gates)
}

function names(text: string | undefined): string[] | undefined {
  return text
    ?.split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "")
}

function directions(given: Given): Record<string, "higher" | "lower"> | undefined {
  const said = [
    ...(names(given.text("higherIsBetter")) ?? []).map((name) => [name, "higher"] as const),
    ...(names(given.text("lowerIsBetter")) ?? []).map((name) => [name, "lower"] as const),
  ]
  return said.length === 0 ? undefined : Object.fromEntries(said)
}

function valuesOf({ comparison }: RunComparison, run: string): Record<string, number> {
  const values = comparison.metrics.map((m) => {
    const of = m.values.find((v) => v.run === run)
    return [m.metric, of?.value ?? of?.logged] as const
  })
  return Object.fromEntries(values.filter((v): v is [string, number] => v[1] !== undefined))
}

/**
 * A metric that is worse beyond doubt shuts its gate; one that cannot be told apart does not. Without any metric to compare
 * (the candidate failed on every line, say) there is nothing that could have shown it, and the gate is shut.
 */
function regressionGates({ comparison, notes }: RunComparison): Gate[] {
  if (comparison.metrics.length === 0 || comparison.rows.shared === 0) {
    const message = [
      `The runs have no ${comparison.metrics.length === 0 ? "metric" : "line"} in common.`,
      ...notes.filter((n) => n.startsWith("Not compared")),
    ]
    return [{ name: "not worse", passed: false, message: message.join(" ") }]
  }
  return comparison.metrics.flatMap(({ metric, variants }) =>
    variants.map((v) => {
      return {
        name: `${v.run}: ${metric} not worse`,
        passed: v.outcome !== "worse",
        message: `${v.run}: ${v.verdict}`,
      }
    }),
  )
}

/** Each metric of each variant is a case; what is worse fails it, also where no gate was asked for. */
function cases({ comparison }: RunComparison): TestCase[] {
  return comparison.metrics.flatMap(({ metric, variants }) =>
    variants.map((v): TestCase => {
      const failure = v.outcome === "worse" ? { message: v.verdict } : undefined
      return { group: v.run, name: metric, ...(failure && { failure }) }
    }),
  )
}
