import type { FlowDiagnostic } from "@internal/schema/studio"
import { expect, it } from "vitest"
import { PlacedProblems } from "./placed-problems.ts"

const TEXT = "inputs:\n  a: {type: strng}\n  b: {type: int}\n"
const problem = (line: number, column: number, message: string, severity: "error" | "warning" = "error") =>
  ({ code: "X", severity, message, hint: "Mend it.", line, column }) as FlowDiagnostic
const at = (text: string, part: string) => {
  const from = text.indexOf(part)
  return { from, to: from + part.length }
}

it("says what is wrong with a stretch, also while the text moves", () => {
  const placed = new PlacedProblems(TEXT, [
    problem(2, 13, "No type strng."),
    problem(3, 13, "Careful.", "warning"),
  ])
  const row = at(TEXT, "a: {type: strng}")
  expect(placed.within(TEXT, row)).toBe("No type strng. Mend it.")
  expect(placed.within(TEXT, row, [at(TEXT, "strng")])).toBeUndefined()
  expect(placed.within(TEXT, at(TEXT, "b: {type: int}"))).toBeUndefined()
  const longer = TEXT.replace("inputs:", "# more\ninputs:")
  expect(placed.within(longer, at(longer, "strng"))).toBe("No type strng. Mend it.")
  expect(placed.within(longer, at(longer, "b: {type: int}"))).toBeUndefined()
  const renamed = TEXT.replace("a: {", "alpha: {")
  expect(placed.within(renamed, at(renamed, "strng"))).toBe("No type strng. Mend it.")
})
