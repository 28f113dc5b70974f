import { expect, test } from "vitest"
import { compare } from "./compare.ts"
import type { ComparedRun } from "./comparison.ts"
import { holmAdjust } from "./holm.ts"

function run(name: string, scores: readonly number[]): ComparedRun {
  return {
    name,
    rows: scores.map((score, key) => ({ key, columns: { score } })),
    metrics: { accuracy: scores.reduce((sum, s) => sum + s, 0) / scores.length },
  }
}

const languages = ["en", "en", "de", "en", "de", "en", "en", "de", "en", "en", "de", "en"]
const base = [1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 1, 0]
const variant = [1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1]

test("what is better over all and worse in a segment shows in the segments, corrected over them", async () => {
  const segments = { column: "language", of: (key: string | number) => languages[Number(key)] }
  const result = await compare([run("a", base), run("b", variant)], { segments })
  const [accuracy] = result.segments!.metrics
  expect(result.segments!.column).toBe("language")
  expect(accuracy).toMatchObject({ metric: "accuracy", tests: 2 })
  const [en, de] = accuracy!.segments
  expect(en).toMatchObject({ segment: "en", rows: 8, values: [{ value: 1 / 8 }, { value: 1 }] })
  expect(en!.variants[0]).toMatchObject({ difference: 7 / 8, outcome: "better" })
  expect(en!.variants[0]!.test!.p).toBeCloseTo(2 / 2 ** 7, 12)
  expect(de).toMatchObject({ segment: "de", rows: 4, values: [{ value: 1 }, { value: 0.25 }] })
  expect(de!.variants[0]).toMatchObject({ difference: -0.75, outcome: "undecided" })
  expect(de!.variants[0]!.test!.p).toBeCloseTo(0.25, 12)
  expect([en!.variants[0]!.pAdjusted, de!.variants[0]!.pAdjusted]).toEqual(
    holmAdjust([en!.variants[0]!.test!.p, de!.variants[0]!.test!.p]),
  )
})

test("rows without a value are a segment of their own, and small ones beyond the twentieth are one", async () => {
  const many = Array.from({ length: 50 }, (_, at) => at % 2)
  const segments = {
    column: "city",
    of: (key: string | number) => (Number(key) < 3 ? undefined : `city ${Math.floor(Number(key) / 2)}`),
  }
  const result = await compare(
    [
      run("a", many),
      run(
        "b",
        many.map((s) => 1 - s),
      ),
    ],
    { segments },
  )
  const names = result.segments!.metrics[0]!.segments.map(({ segment }) => segment)
  expect(names).toHaveLength(20)
  expect(names[0]).toBe("(none)")
  expect(names.at(-1)).toBe("(others)")
  const rows = result.segments!.metrics[0]!.segments.reduce((sum, segment) => sum + segment.rows, 0)
  expect(rows).toBe(50)
})

test("the correction is part of the result", async () => {
  const result = await compare([run("a", base), run("b", variant), run("c", base)])
  expect(result.correction).toEqual({ method: "Holm", families: [{ metrics: ["accuracy"], tests: 2 }] })
})
