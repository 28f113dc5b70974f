import { describe, expect, test } from "vitest"
import { compare } from "./compare.ts"
import type { ComparedRun } from "./comparison.ts"
import { isInterval } from "./interval.ts"
import { metricDirection } from "./metric-direction.ts"

const base = [1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]
const variant = [1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0]

function run(
  name: string,
  scores: readonly number[],
  metrics: Record<string, number>,
  failed: readonly number[] = [],
): ComparedRun {
  const rows = scores.map((score, key) =>
    failed.includes(key)
      ? { key, failed: true, columns: {} }
      : { key, columns: { grade: score ? "Correct" : "Incorrect", score } },
  )
  return { name, metrics, rows }
}

describe("binary scores", () => {
  test("too few lines to tell: what changed, how likely, how many more", async () => {
    const result = await compare([
      run("variant_0", base, { accuracy: 0.44 }),
      run("variant_1", variant, { accuracy: 0.56 }),
    ])
    expect(result.verdict).toMatchInlineSnapshot(
      `"Not enough data to tell variant_1 from variant_0 on accuracy: 16 shared lines, 3 changed from wrong to right, 1 from right to wrong (p = 0.63); about 120 more lines would show a difference of this size."`,
    )
    const [accuracy] = result.metrics
    expect(accuracy).toMatchObject({
      kind: "binary",
      better: "higher",
      source: { column: "score", roundedTo: 2 },
    })
    expect(accuracy!.notes[0]).toContain("rounding to 2 decimals")
    expect(accuracy!.variants[0]).toMatchObject({
      difference: 0.125,
      outcome: "undecided",
      counts: { wrongToRight: 3, rightToWrong: 1, rows: 16 },
      test: { name: "exact McNemar", p: 0.625 },
    })
  })

  test("failed lines count as wrong and are named, or are left out", async () => {
    const runs = [run("a", base, { accuracy: 7 / 16 }), run("b", variant, { accuracy: 8 / 14 }, [0, 12])]
    const counted = await compare(runs)
    expect(counted.metrics[0]!.values[1]).toMatchObject({ logged: 8 / 14, value: 0.5, rows: 16 })
    expect(counted.metrics[0]!.variants[0]!.counts).toEqual({ wrongToRight: 3, rightToWrong: 2, rows: 16 })
    expect(counted.verdict).toContain("; lines 0 and 12 failed in b and count as wrong.")
    const excluded = await compare(runs, { failed: "exclude" })
    expect(excluded.metrics[0]!.variants[0]!.counts).toEqual({ wrongToRight: 3, rightToWrong: 1, rows: 14 })
    expect(excluded.verdict).toContain("; lines 0 and 12 failed in b and are left out.")
  })

  test("a run that failed on every line has no metric, and is worse on that of the others", async () => {
    const broken = run("b", base, {}, [...base.keys()])
    const result = await compare([run("a", variant, { accuracy: 9 / 16 }), broken])
    expect(result.metrics[0]).toMatchObject({ metric: "accuracy", kind: "binary" })
    expect(result.metrics[0]!.values[1]).toMatchObject({ value: 0, rows: 16 })
    expect(result.verdict).toMatch(
      /^b is worse than a on accuracy: .*; lines 0, 1, 2, 3 and 12 more failed in b and count as wrong\.$/,
    )
  })

  test("a clear winner, and Holm over two variants", async () => {
    const all = base.map(() => 1)
    const result = await compare([
      run("a", base, { accuracy: 7 / 16 }),
      run("same", base, { accuracy: 7 / 16 }),
      run("best", all, { accuracy: 1 }),
    ])
    expect(result.verdict).toMatchInlineSnapshot(
      `"same and a have the same accuracy on each of 16 shared lines; a true difference of up to 0.24 is still possible. best is better than a on accuracy: 1.00 against 0.44 on 16 shared lines, 9 changed from wrong to right, 0 from right to wrong (p = 0.008, corrected for 2 comparisons)."`,
    )
    const [same, best] = result.metrics[0]!.variants
    expect(same!.outcome).toBe("same")
    expect(best!.test!.p).toBeCloseTo(2 / 2 ** 9, 12)
    expect(best!.pAdjusted).toBeCloseTo(4 / 2 ** 9, 12)
  })

  test("where lower is better, fewer ones win and a failed line is a one", async () => {
    const errors = base.map((score) => 1 - score)
    const none = base.map(() => 0)
    const result = await compare([
      run("a", errors, { error_rate: 9 / 16 }),
      run("b", none, { error_rate: 0 }, [3]),
    ])
    expect(result.metrics[0]!.variants[0]).toMatchObject({
      outcome: "better",
      counts: { wrongToRight: 9, rightToWrong: 1 },
    })
  })
})

test("the leading metric is corrected over variants only, metrics asked for by name together", async () => {
  const all = base.map(() => 1)
  const runs = [run("a", base, { accuracy: 7 / 16, score: 7 / 16 }), run("b", all, { accuracy: 1, score: 1 })]
  const leading = await compare(runs)
  for (const { variants } of leading.metrics) expect(variants[0]!.pAdjusted).toBeCloseTo(2 / 2 ** 9, 12)
  const together = await compare(runs, { metrics: [{ name: "accuracy" }, { name: "score" }] })
  for (const { variants } of together.metrics) expect(variants[0]!.pAdjusted).toBeCloseTo(4 / 2 ** 9, 12)
})

describe("other scores", () => {
  const ratings = base.map((score, row) => 2 + score + (row % 3))

  test("a named column is taken without a metric", async () => {
    const better = ratings.map((rating, row) => rating + 0.5 + (row % 4) / 10)
    const result = await compare([run("a", ratings, {}), run("b", better, {})], {
      metrics: [{ name: "rating", column: "score" }],
    })
    expect(result.metrics[0]!.kind).toBe("continuous")
    expect(result.metrics[0]!.variants[0]!.outcome).toBe("better")
    expect(result.verdict).toMatch(/^b is better than a on rating: 4\.\d+ against 3\.\d+ on 16 shared lines/)
  })

  test("lines in one run only are listed and left out", async () => {
    const longer = run("b", [...ratings, 3, 3], { rating: 1 })
    const result = await compare([run("a", ratings, { rating: 1 }), longer], {
      metrics: [{ name: "rating", column: "score" }],
    })
    expect(result.rows).toMatchObject({ shared: 16, unshared: { a: [], b: [16, 17] } })
  })
})

describe("figures that mislead", () => {
  const column = (name: string, scores: readonly number[]) => run(name, scores, {})
  const score = { metrics: [{ name: "score", column: "score" }], resamples: 400 }

  test("many small gains and one large loss: the mean is not called worse by a test that says the opposite", async () => {
    const uneven = [...Array.from({ length: 13 }, (_, row) => 1.1 + row / 100), -9]
    const { metrics, verdict } = await compare(
      [
        column(
          "a",
          uneven.map(() => 1),
        ),
        column("b", uneven),
      ],
      score,
    )
    expect(metrics[0]!.variants[0]).toMatchObject({
      outcome: "undecided",
      test: { name: "Wilcoxon signed rank" },
    })
    expect(metrics[0]!.variants[0]!.pAdjusted).toBeLessThan(0.05)
    expect(verdict).toMatch(
      /^Not enough data to tell b from a .* by such uneven amounts that the mean may be the same\)/,
    )
  })

  test("0.1 + 0.2 is 0.3", async () => {
    const runs = [
      column(
        "a",
        base.map(() => 0.3),
      ),
      column(
        "b",
        base.map(() => 0.1 + 0.2),
      ),
    ]
    const [metric] = (await compare(runs, score)).metrics
    expect(metric!.variants[0]).toMatchObject({ outcome: "same", difference: 0, changes: { improved: 0 } })
  })

  test.each([1e-200, 1e200])("scores in the size of %s are compared as others are", async (size) => {
    const ones = [3, 1, 4, 1, 5, 9, 2, 6]
    const compared = async (unit: number) => {
      const a = ones.map((value) => value * unit)
      const b = ones.map((value, row) => (value + 1 + (row % 3)) * unit)
      return (await compare([column("a", a), column("b", b)], score)).metrics[0]!.variants[0]!
    }
    const [usual, variant] = [await compared(1), await compared(size)]
    const ends = ({ interval }: typeof usual) => (isInterval(interval) ? [interval.low, interval.high] : [])
    expect(variant.outcome).toBe("better")
    expect(ends(usual).every((end, at) => Math.abs(ends(variant)[at]! / size - end) < 1e-6)).toBe(true)
  })

  test("a difference that the test cannot show on so few lines is not called detectable", async () => {
    const runs = [column("a", [2, 3, 4, 5]), column("b", [3, 4.5, 5, 6.5])]
    const [variant] = (await compare(runs, score)).metrics[0]!.variants
    expect(variant).toMatchObject({ outcome: "undecided", rowsNeeded: 2 })
    expect(variant!.detectable).toBeUndefined()
  })

  test("a median that happens to be the mean is not taken for one where it can be computed again", async () => {
    const scores: Record<string, readonly number[]> = {
      a: [1, 2, 3, 4, 5, 6, 7, 8, 9],
      b: [2, 3, 4, 5, 6, 7, 8, 9, 10],
    }
    const median = (name: string, keys: readonly (string | number)[]) => {
      const sorted = keys.map((key) => scores[name]![Number(key)]!).sort((one, other) => one - other)
      return { median: sorted[sorted.length >> 1]! }
    }
    const runs = [run("a", scores.a!, { median: 5 }), run("b", scores.b!, { median: 6 })]
    expect((await compare(runs)).metrics[0]!.kind).toBe("continuous")
    expect((await compare(runs, { recompute: median, resamples: 300 })).metrics[0]!.kind).toBe("resampled")
  })
})

test("the verdict is about the first metric that can be tested, and calls arms by their labels", async () => {
  const runs = [
    run("a", base, { lines: 20, accuracy: 7 / 16 }),
    run("on", base, { lines: 21, accuracy: 7 / 16 }),
  ]
  const result = await compare(runs, { label: (arm) => `[${arm}]` })
  expect(result.primary).toBe("accuracy")
  expect(result.verdict).toContain("[on] and [a] have the same accuracy on each of 16 shared lines; a true")
})

test.each([
  ["error_rate", "lower"],
  ["meanAbsoluteError", "lower"],
  ["rmse", "lower"],
  ["median_err", "lower"],
  ["latency.p50", "lower"],
  ["responseTime", "lower"],
  ["accuracy", "higher"],
  ["recall.error", "higher"],
  ["error_free", "higher"],
  ["terror", "higher"],
  ["größe", "higher"],
])("%s is better %s", (name, better) => {
  expect(metricDirection(name)).toBe(better)
})

describe("metrics without a column", () => {
  const runs = [run("a", base, { f1: 0.41, other: 3 }), run("b", variant, { f1: 0.52, other: 4 })]
  const scores: Record<string, readonly number[]> = { a: base, b: variant }
  const f1 = (name: string, keys: readonly (string | number)[]) => {
    const right = keys.filter((key) => scores[name]![Number(key)] === 1).length
    return { f1: (2 * right) / (right + keys.length) }
  }

  test("are recomputed on the same resampled lines for both", async () => {
    const result = await compare(runs, { recompute: f1, resamples: 400 })
    const [metric, other] = result.metrics
    expect(metric!.kind).toBe("resampled")
    expect(result.resamples).toEqual({ done: 400, requested: 400, stopped: "complete" })
    const { interval, difference } = metric!.variants[0]!
    expect(isInterval(interval) && interval.low < difference! && difference! < interval.high).toBe(true)
    expect(other!.variants[0]!.interval).toEqual({ none: "the metric is not defined on the shared rows" })
    expect(await compare(runs, { recompute: f1, resamples: 400 })).toEqual(result)
  })

  test("get no interval where they are an extreme of their rows, which resampling cannot judge", async () => {
    const values: Record<string, readonly number[]> = { a: [1, 5, 2, 8, 3, 9], b: [2, 6, 3, 7, 4, 11] }
    const most = (name: string, keys: readonly (string | number)[]) => ({
      most: Math.max(...keys.map((key) => values[name]![Number(key)]!)),
    })
    const maxima = [run("a", values.a!, { most: 9 }), run("b", values.b!, { most: 11 })]
    const [metric] = (await compare(maxima, { recompute: most, resamples: 300 })).metrics
    expect(metric!.variants[0]).toMatchObject({ difference: 2, outcome: "undecided", test: undefined })
    expect(metric!.variants[0]!.verdict).toContain("cannot be told: the metric is an extreme of its rows")
  })

  test("that stand at the end of their range are compared: a precision of 1 is no extreme of its rows", async () => {
    const named: Record<string, readonly number[]> = {
      a: Array.from({ length: 40 }, (_, row) => (row % 10 === 0 ? 1 : 0)),
      b: Array.from({ length: 40 }, (_, row) => (row % 2 === 0 ? 1 : 0)),
    }
    const precision = (name: string, keys: readonly (string | number)[]) => {
      const found = keys.map(Number).filter((row) => named[name]![row] === 1)
      return { precision: found.filter((row) => row % 10 === 0).length / Math.max(1, found.length) }
    }
    const both = [run("a", named.a!, { precision: 1 }), run("b", named.b!, { precision: 0.2 })]
    const [metric] = (await compare(both, { recompute: precision, resamples: 400 })).metrics
    expect(metric!.values[0]!.interval).toMatchObject({ high: 1 })
    expect(metric!.variants[0]).toMatchObject({ difference: -0.8, interval: { low: -1 } })
  })

  test("are undecided where every resample says the same: the verdict cannot tell either", async () => {
    const level = [run("a", base, { lines: 16 }), run("b", variant, { lines: 16 })]
    const recompute = () => ({ lines: 16 })
    const [lines] = (await compare(level, { recompute, resamples: 200 })).metrics
    expect(lines!.variants[0]).toMatchObject({ outcome: "undecided", difference: 0 })
    expect(lines!.variants[0]!.verdict).toMatch(/cannot be told: the metric is the same on every/)
  })

  test("get no interval without a way to recompute them, and it says so", async () => {
    const result = await compare(runs)
    expect(result.verdict).toMatchInlineSnapshot(
      `"Whether b and a differ on f1 (0.52 against 0.41) cannot be told: no per-line scores reproduce this metric, and nothing recomputes it."`,
    )
    expect(result.metrics[0]!.values[0]).toMatchObject({
      value: 0.41,
      interval: { none: expect.any(String) },
    })
  })

  test("get none when time runs out, even if the evaluation never answers", async () => {
    const hanging = () => new Promise<Record<string, number>>(() => undefined)
    const result = await compare(runs, { recompute: hanging, budgetMs: 20 })
    expect(result.verdict).toContain(
      "only 0 of 2000 resamples were done in the time allowed (200 are needed)",
    )
  })

  test("cancelling rejects", async () => {
    const signal = AbortSignal.abort()
    await expect(compare(runs, { recompute: f1, signal })).rejects.toMatchObject({ code: "STATS_CANCELLED" })
  })

  test("resamples on which the evaluation throws are counted", async () => {
    let calls = 0
    const flaky: typeof f1 = (name, keys) => {
      if (calls++ % 20 === 10) throw new Error("division by zero")
      return f1(name, keys)
    }
    const result = await compare(runs, { recompute: flaky, resamples: 400 })
    expect(result.metrics[0]!.notes.at(-1)).toMatch(
      /^3[5-9]\d of 400 resamples were done; \d+ failed, the first with: division by zero$/,
    )
  })
})

describe("input that cannot be compared", () => {
  test.each<[string, ComparedRun[], RegExp]>([
    ["one run", [run("a", base, {})], /at least two runs/],
    ["a name twice", [run("a", base, {}), run("a", base, {})], /same name/],
    [
      "a row twice",
      [
        run("a", base, {}),
        {
          name: "b",
          metrics: {},
          rows: [
            { key: 1, columns: {} },
            { key: 1, columns: {} },
          ],
        },
      ],
      /run b has row 1 twice/,
    ],
  ])("%s", async (_, runs, message) => {
    await expect(compare(runs)).rejects.toThrow(message)
  })

  test("an unknown primary metric names the ones there are", async () => {
    const runs = [run("a", base, { accuracy: 0.44 }), run("b", base, { accuracy: 0.44 })]
    await expect(compare(runs, { primary: "recall" })).rejects.toMatchObject({ hint: "they share: accuracy" })
  })
})
