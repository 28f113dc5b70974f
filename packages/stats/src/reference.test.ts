import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { betaQuantile, betaTails } from "./beta.ts"
import { binomialLowerTail } from "./binomial.ts"
import { holmAdjust } from "./holm.ts"
import { mcnemarTest } from "./mcnemar.ts"
import { noncentralTUpperTail } from "./noncentral-t.ts"
import { normalQuantile, normalUpperTail } from "./normal.ts"
import { pairedTTest } from "./paired-t.ts"
import { pairedTPower, pairedTRows } from "./power-continuous.ts"
import { exactProportionInterval, wilsonInterval } from "./proportion-interval.ts"
import { skewness } from "./sample.ts"
import { studentQuantile, studentTwoSided } from "./student-t.ts"
import { wilcoxonTest } from "./wilcoxon.ts"

interface Paired {
  kind: "continuous" | "ratings"
  differences: number[]
  t: [number, number]
  skewness: number
  wilcoxon: [number, number]
  wilcoxonAsymptotic: number
}
type Rows = Record<string, number[][]>
const file = new URL("./__fixtures__/reference.json", import.meta.url)
const reference = JSON.parse(readFileSync(file, "utf8")) as Rows & {
  paired: Paired[]
  holm: [number[], number[]][]
}

/** Largest relative error of `compute` over the rows, whose last `answers` entries are the figures to reach. */
function worst(rows: number[][], answers: number, compute: (args: number[]) => number[]): number {
  const errors = rows.map((row) => {
    const expected = row.slice(-answers)
    return compute(row.slice(0, -answers)).map((value, at) => {
      const size = Math.abs(expected[at]!)
      return Math.abs(value - expected[at]!) / (size === 0 ? 1 : size)
    })
  })
  return Math.max(...errors.flat())
}

describe("numerics against mpmath and SciPy, relative error", () => {
  test.each<[string, number, (args: number[]) => number[]]>([
    ["normalUpperTail", 1, ([z]) => [normalUpperTail(z!)]],
    ["normalQuantile", 1, ([p]) => [normalQuantile(p!)]],
    ["betaTails", 2, ([a, b, x]) => Object.values(betaTails(a!, b!, x!))],
    ["betaQuantile", 1, ([a, b, p]) => [betaQuantile(a!, b!, p!)]],
    ["studentTwoSided", 1, ([t, df]) => [studentTwoSided(t!, df!)]],
    ["studentQuantile", 1, ([p, df]) => [studentQuantile(p!, df!)]],
    ["binomialLowerTail", 1, ([k, n, p]) => [binomialLowerTail(k!, n!, p!)]],
    ["noncentralTUpperTail", 1, ([t, df, shift]) => [noncentralTUpperTail(t!, df!, shift!)]],
    ["wilson", 2, ([k, n]) => Object.values(wilsonInterval(k!, n!)).slice(0, 2) as number[]],
    ["exact", 2, ([k, n]) => Object.values(exactProportionInterval(k!, n!)).slice(0, 2) as number[]],
    ["mcnemar", 1, ([b, c]) => [mcnemarTest({ rightToWrong: b!, wrongToRight: c!, rows: b! + c! + 10 }).p]],
    ["pairedTPower", 1, ([effect, rows]) => [pairedTPower(effect!, rows!)]],
  ])("%s", (name, answers, compute) => {
    expect(worst(reference[name]!, answers, compute)).toBeLessThan(1e-10)
  })

  test("rows for the paired t test are statsmodels', rounded up", () => {
    for (const [effect, rows] of reference.pairedTRows!) expect(pairedTRows(effect!)).toBe(Math.ceil(rows!))
  })

  test("Holm", () => {
    for (const [ps, adjusted] of reference.holm)
      holmAdjust(ps).forEach((p, at) => {
        expect(p).toBeCloseTo(adjusted[at]!, 14)
      })
  })
})

describe.each(reference.paired)("paired tests against SciPy: $kind", (sample) => {
  const { differences, kind } = sample
  test(`${differences.length} rows`, () => {
    const t = pairedTTest(differences)
    expect(t.statistic).toBeCloseTo(sample.t[0], 9)
    expect(t.p / sample.t[1]).toBeCloseTo(1, 9)
    expect(skewness(differences)).toBeCloseTo(sample.skewness, 10)
    const asymptotic = wilcoxonTest(differences, { method: "asymptotic" })
    expect(asymptotic.statistic).toBe(sample.wilcoxon[0])
    expect(asymptotic.p / sample.wilcoxonAsymptotic).toBeCloseTo(1, 9)
    // Up to 50 non-zero differences with ties ours is exact where SciPy approximates above 13.
    const nonZero = differences.filter((difference) => difference !== 0).length
    if (kind === "continuous" || differences.length <= 13 || nonZero > 50)
      expect(wilcoxonTest(differences).p / sample.wilcoxon[1]).toBeCloseTo(1, 9)
  })
})
