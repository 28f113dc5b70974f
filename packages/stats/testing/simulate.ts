import {
  bootstrapInterval,
  bootstrapSample,
  bootstrapTest,
  continuousTest,
  createRandom,
  type exactProportionInterval,
  isInterval,
  mcnemarTest,
  meanInterval,
  pairedProportionInterval,
  type Random,
  resampleRows,
  type wilsonInterval,
} from "../src/index.ts"

/** What a simulation found: how often an interval held the truth, how often a test cried wolf. */
export interface Rates {
  readonly coverage: number
  readonly falseAlarms: number
  /** How often a mean that is what it should be is called better or worse, by test and interval as verdicts are. */
  readonly meanAlarms?: number
  /** Two standard errors of a rate near 0.05 with this many repetitions; 0 where the rate was computed exactly. */
  readonly uncertainty: number
}

/** A kind of per-row score; `truth` is its mean. `pair` draws two scores of a row that is the same in both runs. */
export interface ScoreShape {
  readonly name: string
  readonly truth: number
  draw(random: Random): number
}

const gaussian = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform())
const oneOf = (random: Random, values: readonly number[], chances: readonly number[]): number => {
  let left = random.uniform()
  return (
    values.find((_, at) => {
      left -= chances[at]!
      return left < 0
    }) ?? values.at(-1)!
  )
}

export const shapes: readonly ScoreShape[] = [
  { name: "normal", truth: 0, draw: gaussian },
  { name: "uniform", truth: 0.5, draw: (random) => random.uniform() },
  { name: "U-shaped in 0…1", truth: 0.5, draw: (random) => Math.sin((Math.PI / 2) * random.uniform()) ** 2 },
  {
    name: "heavy tails (t, 3 df)",
    truth: 0,
    draw: (random) =>
      (gaussian(random) / Math.hypot(gaussian(random), gaussian(random), gaussian(random))) * Math.sqrt(3),
  },
  { name: "mostly near 1 (Beta 5, 1)", truth: 5 / 6, draw: (random) => random.uniform() ** 0.2 },
  {
    name: "ratings 1…5, half of them 5",
    truth: 4.1,
    draw: (random) => oneOf(random, [1, 2, 3, 4, 5], [0.05, 0.05, 0.1, 0.35, 0.45]),
  },
  {
    name: "rating differences, 70 % zero",
    truth: 0.12,
    draw: (random) => oneOf(random, [-2, -1, 0, 1, 2], [0.03, 0.07, 0.7, 0.15, 0.05]),
  },
  { name: "exponential", truth: 1, draw: (random) => -Math.log(1 - random.uniform()) },
  {
    name: "70 % zero, else normal",
    truth: 0.09,
    draw: (random) => (random.uniform() < 0.7 ? 0 : 0.3 + gaussian(random)),
  },
  { name: "log-normal (σ 0.8)", truth: Math.exp(0.32), draw: (random) => Math.exp(0.8 * gaussian(random)) },
]

/**
 * Coverage of `meanInterval` (a sample whose values are all equal gets no interval, which claims nothing), false alarms of
 * `continuousTest` on the differences of two runs that are alike (same rows, same distribution), and those of a verdict
 * on differences that have this shape around zero: uneven ones, whose mean is zero all the same.
 */
export function simulateMeans(
  shape: ScoreShape,
  rows: number,
  repetitions: number,
  resamples: number,
): Rates {
  const random = createRandom(rows, shape.name)
  let [covered, alarms, meanAlarms] = [0, 0, 0]
  for (let at = 0; at < repetitions; at++) {
    const values = Array.from({ length: rows }, () => shape.draw(random))
    const interval = meanInterval(values, { random, resamples })
    const holds = !isInterval(interval) || (interval.low <= shape.truth && shape.truth <= interval.high)
    if (holds) covered++
    const test = continuousTest(values.map((value) => value - shape.truth))
    if (test.p < 0.05 && (test.name === "paired t" || !holds)) meanAlarms++
    const differences = values.map((value) => value - shape.draw(random))
    if (continuousTest(differences).p < 0.05) alarms++
  }
  return { ...rates(covered, alarms, repetitions), meanAlarms: meanAlarms / repetitions }
}

/** Exact coverage of the paired score interval and exact false alarms of McNemar's test, by adding up all outcomes. */
export function exactPaired(rows: number, gain: number, loss: number): Rates {
  let [coverage, falseAlarms] = [0, 0]
  for (let gained = 0; gained <= rows; gained++) {
    for (let lost = 0; lost + gained <= rows; lost++) {
      const chance = Math.exp(
        logChoose(rows, gained) +
          logChoose(rows - gained, lost) +
          power(gain, gained) +
          power(loss, lost) +
          power(1 - gain - loss, rows - gained - lost),
      )
      if (chance < 1e-9) continue
      const counts = { wrongToRight: gained, rightToWrong: lost, rows }
      const { low, high } = pairedProportionInterval(counts)
      if (low <= gain - loss + 1e-12 && gain - loss - 1e-12 <= high) coverage += chance
      if (mcnemarTest(counts).p < 0.05) falseAlarms += chance
    }
  }
  return { coverage, falseAlarms, uncertainty: 0 }
}

/** Exact coverage of a proportion's interval, the least over a grid of true proportions. */
export function leastProportionCoverage(
  rows: number,
  interval: typeof exactProportionInterval | typeof wilsonInterval,
): number {
  const intervals = Array.from({ length: rows + 1 }, (_, successes) => interval(successes, rows))
  let least = 1
  for (let step = 1; step < 500; step++) {
    const share = step / 500
    const coverage = intervals.reduce((sum, { low, high }, successes) => {
      const inside = low <= share && share <= high
      return inside
        ? sum +
            Math.exp(
              logChoose(rows, successes) + power(share, successes) + power(1 - share, rows - successes),
            )
        : sum
    }, 0)
    least = Math.min(least, coverage)
  }
  return least
}

const classes = 4

/** A four-way classifier that is right in `accuracy` of the rows; another run of it keeps a third of its answers. */
function classified(
  random: Random,
  rows: number,
  accuracy: number,
): { truth: number[]; base: number[]; variant: number[] } {
  const truth = Array.from({ length: rows }, () => oneOf(random, [0, 1, 2, 3], [0.4, 0.3, 0.2, 0.1]))
  const answer = (label: number): number =>
    random.uniform() < accuracy ? label : (label + 1 + random.below(classes - 1)) % classes
  const base = truth.map(answer)
  const variant = truth.map((label, row) => (random.uniform() < 1 / 3 ? base[row]! : answer(label)))
  return { truth, base, variant }
}

export function macroF1(
  truth: readonly number[],
  answers: readonly number[],
  rows: readonly number[],
): number {
  let [sum, present] = [0, 0]
  for (let label = 0; label < classes; label++) {
    let [hits, wanted, given] = [0, 0, 0]
    for (const row of rows) {
      if (truth[row] === label) wanted++
      if (answers[row] === label) given++
      if (truth[row] === label && answers[row] === label) hits++
    }
    if (wanted + given === 0) continue
    present++
    sum += (2 * hits) / (wanted + given)
  }
  return sum / present
}

/** Coverage and false alarms of the row bootstrap for the difference in macro F1 of two runs that are alike. */
export async function simulateMacroF1(rows: number, repetitions: number, resamples: number): Promise<Rates> {
  const random = createRandom(rows, "macro F1")
  let [covered, alarms] = [0, 0]
  for (let at = 0; at < repetitions; at++) {
    const { truth, base, variant } = classified(random, rows, 0.65)
    const resampling = await resampleRows(
      rows,
      (drawn) => ({ difference: macroF1(truth, variant, drawn) - macroF1(truth, base, drawn) }),
      { resamples, seed: at },
    )
    const sample = bootstrapSample(resampling, ({ difference }) => difference)
    const interval = "none" in sample ? sample : bootstrapInterval(sample)
    if (!isInterval(interval) || (interval.low <= 0 && 0 <= interval.high)) covered++
    if (!("none" in sample) && bootstrapTest(sample).p < 0.05) alarms++
  }
  return rates(covered, alarms, repetitions)
}

function rates(covered: number, alarms: number, repetitions: number): Rates {
  const uncertainty = 2 * Math.sqrt((0.05 * 0.95) / repetitions)
  return { coverage: covered / repetitions, falseAlarms: alarms / repetitions, uncertainty }
}

function logChoose(n: number, k: number): number {
  let sum = 0
  for (let at = 1; at <= k; at++) sum += Math.log((n - k + at) / at)
  return sum
}

function power(base: number, exponent: number): number {
  return exponent === 0 ? 0 : exponent * Math.log(base)
}
