import type { Comparison } from "@internal/stats"
import { fromPlain } from "@internal/value"
import { expect, test } from "vitest"
import { comparisonNotes, uncomparedNotes } from "./comparison-notes.ts"
import { evaluationWarnings } from "./different-evaluations.ts"
import { checkNames } from "./known-names.ts"
import type { Subject } from "./subject.ts"

/** A run `name` that an evaluation of `flow` logged these metrics for; those that are numbers are compared. */
function subject(name: string, metrics: Record<string, unknown>, flow = "grade"): Subject {
  const numbers = Object.entries(metrics).filter(([, value]) => typeof value === "number")
  const logged = Object.entries(metrics).map(
    ([metric, value]) => [metric, { value: fromPlain(value), flow }] as const,
  )
  return {
    run: { name },
    evaluations: [{ name: `${name}_eval` }],
    logged: new Map(logged),
    compared: {
      name,
      arm: name,
      metrics: Object.fromEntries(numbers),
      rows: [{ key: 0, columns: { grade: 1 } }],
    },
  } as unknown as Subject
}
const comparison = (better: Record<string, string>) =>
  ({
    rows: { shared: 1 },
    level: 0.95,
    correction: { families: [] },
    metrics: Object.entries(better).map(([metric, way]) => ({ metric, better: way })),
  }) as unknown as Comparison

test("metrics that are not compared are named, with the reason", () => {
  const subjects = [subject("a", { acc: 1, extra: 2, none: null }), subject("b", { acc: 1, none: 3 })]
  expect(uncomparedNotes(comparison({ acc: "higher" }), subjects)).toEqual([
    "Not compared: extra (not in b), none (no number in a).",
  ])
  expect(uncomparedNotes(comparison({ acc: "higher" }), [subject("a", { acc: 1 })])).toEqual([])
})

test("which way is better is said, since a name alone decided it", () => {
  const note = (better: Record<string, string>) => comparisonNotes(comparison(better), {}).slice(0, 2)
  expect(note({ acc: "higher" })).toEqual([
    "1 shared row; intervals at 95 %, not corrected.",
    "Higher is taken to be better.",
  ])
  expect(note({ acc: "higher", mae: "lower" })[1]).toBe(
    "Lower is taken to be better on mae, higher on the others.",
  )
})

test("a metric that evaluations of different flows logged is doubtful", () => {
  const subjects = [subject("a", { acc: 1 }), subject("b", { acc: 1 }, "other-grade")]
  expect(evaluationWarnings(comparison({ acc: "higher" }), subjects, { b: "the other" })).toEqual([
    "acc of the other came from other-grade, of a from grade: evaluations of different flows need not mean the same.",
  ])
  expect(evaluationWarnings(comparison({ acc: "higher" }), subjects.slice(0, 1), {})).toEqual([])
})

test("names that are not there are refused, with the ones that are", () => {
  const subjects = [subject("a", { accuracy: 1, text: "x" }), subject("b", { accuracy: 1 })]
  expect(() =>
    checkNames({ metrics: ["accuracy"], score: "grade", better: { accuracy: "lower" } }, subjects),
  ).not.toThrow()
  for (const [options, message] of [
    [{ metrics: ["acuracy"] }, "a has no metric acuracy."],
    [{ metrics: ["text"] }, "Metric text of a is no number."],
    [{ score: "grades" }, "No line has a column grades"],
    [{ better: { acuracy: "lower" as const } }, "The runs have no metric acuracy."],
  ] as const)
    expect(() =>
      checkNames({ ...options, metrics: "metrics" in options ? [...options.metrics] : undefined }, subjects),
    ).toThrow(message)
})
