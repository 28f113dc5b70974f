import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { alignRows } from "./align-rows.ts"
import { armsOf } from "./arms.ts"
import { continuousTest } from "./choose-test.ts"
import { compare } from "./compare.ts"
import type { ComparedRun, RowKey } from "./comparison.ts"
import { isInterval } from "./interval.ts"
import { metricScores } from "./metric-scores.ts"
import { createRandom } from "./random.ts"

interface Case {
  kind: "binary" | "continuous"
  /** [row][repeat] */
  base: number[][]
  variant: number[][]
  difference: number
  clusterError: number
  clusterP: number
  pairedT: [number, number]
  wilcoxonAsymptotic: [number, number]
  naiveP: number
}
const file = new URL("./__fixtures__/clustered.json", import.meta.url)
const { cases } = JSON.parse(readFileSync(file, "utf8")) as { cases: Case[] }

/** The runs of an arm: one for each repeat, each logging the mean of its scores. */
function repeatsOf(arm: string, scores: readonly (readonly number[])[]): ComparedRun[] {
  return scores[0]!.map((_, repeat) => {
    const own = scores.map((row) => row[repeat]!)
    return {
      name: `${arm}_${repeat + 1}`,
      arm,
      rows: own.map((score, key) => ({ key, columns: { score } })),
      metrics: { accuracy: own.reduce((sum, score) => sum + score, 0) / own.length },
    }
  })
}

describe.each(cases)("rows that ran several times, against SciPy and statsmodels: $kind", (sample) => {
  const { base, variant } = sample
  test(`${base.length} rows, ${base[0]!.length} repeats`, async () => {
    const result = await compare([...repeatsOf("a", base), ...repeatsOf("b", variant)])
    expect(result.runs).toEqual(["a", "b"])
    expect(result.repeats!.b).toHaveLength(variant[0]!.length)
    const [metric] = result.metrics
    const [b] = metric!.variants
    expect(metric!.source).toEqual({ column: "score" })
    expect(b!.difference).toBeCloseTo(sample.difference, 12)
    expect(b!.rows).toBe(base.length)
    if (b!.test!.name === "paired t") {
      // On rows that ran equally often the t test of row means is the cluster-robust test.
      expect(b!.test!.statistic).toBeCloseTo(sample.pairedT[0], 9)
      expect(b!.test!.p / sample.clusterP).toBeCloseTo(1, 9)
    } else expect(b!.test!.statistic).toBeCloseTo(sample.wilcoxonAsymptotic[0], 9)
    const { interval } = b!
    if (!isInterval(interval)) throw new Error(interval.none)
    const halfWidth = (interval.high - interval.low) / 2
    expect(halfWidth).toBeGreaterThan(1.9 * sample.clusterError)
    expect(halfWidth).toBeLessThan(3 * sample.clusterError)
    const changed = base.filter((row, at) => mean(row) !== mean(variant[at]!)).length
    expect(b!.changes!.improved + b!.changes!.worsened).toBe(changed)
    expect(result.verdict).toContain(`${base.length} shared lines run ${base[0]!.length} times each`)
  })
})

test("repeats that agree are what one run was: exact McNemar on rows", async () => {
  const [a, b] = [
    [0, 0, 0, 0, 0, 1, 1, 1],
    [1, 1, 1, 1, 1, 1, 1, 0],
  ].map((scores) => scores.map((score) => [score, score, score]))
  const result = await compare([...repeatsOf("a", a!), ...repeatsOf("b", b!)])
  expect(result.metrics[0]).toMatchObject({ kind: "binary" })
  expect(result.metrics[0]!.variants[0]).toMatchObject({
    test: { name: "exact McNemar", p: expect.closeTo(0.21875, 12) },
    counts: { wrongToRight: 5, rightToWrong: 1, rows: 8 },
    changes: { improved: 5, worsened: 1, rowsWorsened: [{ key: 7, before: 1, after: 0 }] },
  })
})

test("a repeat that failed counts as wrong in its row's share, or is left out of it", async () => {
  const runs = [
    ...repeatsOf("a", [
      [1, 1],
      [1, 0],
      [0, 0],
      [1, 1],
    ]),
    ...repeatsOf("b", [
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 1],
    ]),
  ]
  const failing = runs.map((run) =>
    run.name === "b_2"
      ? { ...run, rows: run.rows.map((row) => (row.key === 0 ? { key: 0, failed: true, columns: {} } : row)) }
      : run,
  )
  const wrong = await compare(failing)
  expect(wrong.metrics[0]!.values[1]!.value).toBe((0.5 + 3) / 4)
  expect(wrong.verdict).toContain("line 0 failed in b and counts as wrong")
  const left = await compare(failing, { failed: "exclude" })
  expect(left.metrics[0]!.values[1]!.value).toBe(1)
})

test("a metric without a column is recomputed with all repeats of each row drawn", async () => {
  const runs = [
    ...repeatsOf("a", [
      [0, 1],
      [1, 1],
      [0, 0],
      [1, 0],
    ]),
    ...repeatsOf("b", [
      [1, 1],
      [1, 1],
      [0, 1],
      [1, 1],
    ]),
  ]
  const seen = new Map<string, readonly RowKey[]>()
  const recompute = (run: string, keys: readonly RowKey[]) => {
    seen.set(run, keys)
    const scores = runs.find(({ name }) => name === run)!.rows
    const own = keys.map((key) => Number(scores[Number(key)]!.columns.score))
    return { f1: mean(own) ** 2 }
  }
  const result = await compare(
    runs.map((run) => ({ ...run, metrics: { f1: run.metrics.accuracy! ** 2 + 0.001 } })),
    { recompute, resamples: 300 },
  )
  expect(result.metrics[0]!.kind).toBe("resampled")
  expect(result.metrics[0]!.values[0]!.value).toBeCloseTo(0.25)
  for (const name of ["a_2", "b_1", "b_2"]) expect(seen.get(name)).toEqual(seen.get("a_1"))
})

test("two equal arms are called different in no more than 5 % of experiments, however alike repeats are", () => {
  const random = createRandom(7, "repeats")
  const normal = () => Array.from({ length: 12 }, () => random.uniform()).reduce((sum, u) => sum + u, -6)
  let alarms = 0
  const experiments = 400
  for (let at = 0; at < experiments; at++) {
    // Base and variant differ by chance for a row as a whole, and hardly between its repeats.
    const arms = ["a", "b"].map((arm) =>
      repeatsOf(
        arm,
        Array.from({ length: 30 }, () => {
          const row = normal()
          return Array.from({ length: 5 }, () => row + 0.1 * normal())
        }),
      ),
    )
    const rows = alignRows(armsOf(arms.flat()))
    const { scores } = metricScores(rows, { column: "score" }, "higher", "wrong")
    const [a, b] = scores as number[][] // every row has a score
    if (continuousTest(a!.map((score, row) => b![row]! - score)).p < 0.05) alarms++
  }
  expect(alarms / experiments).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / experiments))
})

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
