import { expect, test } from "vitest"
import { isInterval } from "./interval.ts"
import { createRandom } from "./random.ts"
import { bootstrapInterval, bootstrapTest } from "./row-bootstrap.ts"

test("p is below 0.05 exactly when the interval leaves out zero, however the draws lean", () => {
  const random = createRandom(3, "lean")
  let near = 0
  for (let at = 0; at < 300; at++) {
    const [observed, lean] = [(at % 60) / 10 - 3, (at % 7) - 3]
    const draws = Float64Array.from({ length: 400 }, () => {
      const even = random.uniform() + random.uniform() + random.uniform() - 1.5
      return observed + 2 * even + lean * (even * even - 0.25)
    }).sort()
    const sample = { rowCount: 6 + (at % 40), observed, draws }
    const interval = bootstrapInterval(sample)
    const { p } = bootstrapTest(sample)
    if (Math.abs(p - 0.05) < 0.005)
      near++ // the ends are interpolated between draws, p counts them
    else expect(p < 0.05).toBe(isInterval(interval) && (interval.low > 0 || interval.high < 0))
  }
  expect(near).toBeLessThan(30)
})
