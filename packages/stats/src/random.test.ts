import { expect, test } from "vitest"
import { createRandom, drawRows } from "./random.ts"

test("the same seed and labels give the same numbers, other labels others", () => {
  const first = drawRows(createRandom(7, "accuracy"), 1000)
  expect(drawRows(createRandom(7, "accuracy"), 1000)).toEqual(first)
  expect(drawRows(createRandom(7, "recall"), 1000)).not.toEqual(first)
  expect(drawRows(createRandom(8, "accuracy"), 1000)).not.toEqual(first)
  expect(first.slice(0, 8)).toMatchInlineSnapshot(`
    [
      361,
      732,
      974,
      170,
      461,
      151,
      365,
      391,
    ]
  `)
})

test("uniform over rows (chi-squared within 5 standard deviations)", () => {
  const random = createRandom(1)
  const counts = new Array<number>(10).fill(0)
  for (let at = 0; at < 100_000; at++) counts[random.below(10)]!++
  const distance = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)
  expect(distance).toBeLessThan(9 + 5 * Math.sqrt(18))
  for (let at = 0; at < 1000; at++) expect(random.uniform()).toBeLessThan(1)
})
