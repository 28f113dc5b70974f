import { expect, test } from "vitest"
import { type RunComparison, verdictInShort, withDisplayNames, withLabels } from "./run-comparison.ts"

test("names are replaced once, the longer first", () => {
  expect(withLabels("a_1 is better than a", { a: "the base", a_1: "a with more" })).toBe(
    "a with more is better than the base",
  )
  expect(withLabels("f(x) stays", { "f(x)": "it" })).toBe("it stays")
})

const answer = (labels: Record<string, string>, ...displayNames: string[]) =>
  ({
    runs: ["f_2026", "f_2027"].map((name, at) => ({ name, displayName: displayNames[at] })),
    labels,
    comparison: { metrics: [{ metric: "m", variants: [{ run: "f_2027", verdict: "f_2027 leads" }] }] },
    verdict: "f_2027 is better than f_2026",
    warnings: [],
    notes: ["f_2026: 3 rows"],
  }) as unknown as RunComparison
const PLAIN = { f_2026: "f_2026", f_2027: "f_2027" }

test("runs are called by display names that tell them apart, but not instead of their variants", () => {
  expect(withDisplayNames(answer(PLAIN, "old", "new"))).toMatchObject({
    labels: { f_2026: "old", f_2027: "new" },
    comparison: { metrics: [{ variants: [{ run: "f_2027", verdict: "new leads" }] }] },
    verdict: "new is better than old",
    notes: ["old: 3 rows"],
  })
  const same = answer(PLAIN, "test", "test")
  expect(withDisplayNames(same)).toBe(same)
  const variants = answer({ f_2026: "variant_0", f_2027: "variant_1" }, "old", "new")
  expect(withDisplayNames(variants)).toBe(variants)
})

test("of many runs the verdict says in one sentence which are better", () => {
  const of = (...outcomes: string[]) =>
    verdictInShort({
      labels: { base: "old", r1: "new" },
      verdict: "One. Two.",
      comparison: {
        base: "base",
        metrics: [
          { metric: "accuracy", variants: outcomes.map((outcome, at) => ({ run: `r${at}`, outcome })) },
        ],
      },
    } as unknown as RunComparison)
  expect(of("better", "worse")).toBe("One. Two.")
  expect(of("undecided", "better", "undecided", "same")).toBe(
    "Against old on accuracy: new is better; r3 is the same on each line; r0, r2 cannot be told from it yet.",
  )
})
