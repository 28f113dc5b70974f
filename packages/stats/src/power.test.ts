import { describe, expect, test } from "vitest"
import { binomialDensity } from "./binomial-terms.ts"
import { mcnemarTest } from "./mcnemar.ts"
import { mcnemarDetectable, mcnemarPower, mcnemarRows } from "./power-binary.ts"
import { pairedTDetectable, pairedTPower } from "./power-continuous.ts"

/** Power by adding up every outcome that the test itself rejects. */
function powerByOutcomes(changed: number, difference: number, rows: number): number {
  const direction = (changed + difference) / 2 / changed
  let power = 0
  for (let count = 0; count <= rows; count++) {
    for (let gained = 0; gained <= count; gained++) {
      if (mcnemarTest({ wrongToRight: gained, rightToWrong: count - gained, rows }).p > 0.05) continue
      power +=
        binomialDensity(count, rows, changed, 1 - changed) *
        binomialDensity(gained, count, direction, 1 - direction)
    }
  }
  return power
}

describe("paired binary scores", () => {
  test.each([
    [0.25, 0.125, 40],
    [0.5, -0.3, 30],
    [0.1, 0.1, 60],
    [0.9, 0.2, 50],
  ])("power for %d changed, difference %d, %i rows", (changed, difference, rows) => {
    expect(mcnemarPower({ changed, difference }, rows)).toBeCloseTo(
      powerByOutcomes(changed, difference, rows),
      10,
    )
  })

  test("rows and detectable difference are each other's inverse", () => {
    const rows = mcnemarRows({ changed: 0.3, difference: 0.2 })!
    expect(mcnemarPower({ changed: 0.3, difference: 0.2 }, rows)).toBeGreaterThanOrEqual(0.8)
    expect(mcnemarDetectable(0.05, rows)).toBeCloseTo(0.2, 2)
  })

  test("the exact sum and the formula for many rows meet", () => {
    const near = mcnemarRows({ changed: 0.2, difference: 0.031 })!
    const far = mcnemarRows({ changed: 0.2, difference: 0.0245 })!
    expect(near / far).toBeCloseTo((0.0245 / 0.031) ** 2, 1)
    expect(mcnemarRows({ changed: 0.2, difference: 0 })).toBeNull()
    expect(mcnemarRows({ changed: 0.2, difference: 1e-5 })).toBeNull()
  })

  test("too few rows detect nothing", () => {
    expect(mcnemarDetectable(0, 4)).toBeNull()
    expect(() => mcnemarRows({ changed: 0.1, difference: 0.2 })).toThrow(/cannot come from/)
  })
})

test("the difference that the paired t test detects has the power asked for", () => {
  expect(pairedTPower(pairedTDetectable(20)!, 20)).toBeCloseTo(0.8, 8)
  expect(pairedTDetectable(2)).toBeNull()
})
