import { expect, test } from "vitest"
import { EditHistory } from "./edit-history.ts"

const stepsKept = (count: number, text: string) => {
  const history = new EditHistory()
  const change = [{ path: "a", text }]
  for (let at = 0; at < count; at++)
    history.add({ label: `${at}`, before: change, after: change, key: undefined })
  const labels: string[] = []
  for (let step = history.undo(); step; step = history.undo()) labels.push(step.label)
  return labels
}

test("the newest steps are kept: so many, and of large files fewer, but always the last", () => {
  expect(stepsKept(502, "x")).toHaveLength(500)
  expect(stepsKept(4, "x".repeat(20_000_000))).toEqual(["3", "2"])
  expect(stepsKept(2, "x".repeat(60_000_000))).toEqual(["1"])
})
