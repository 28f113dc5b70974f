import { expect, it } from "vitest"
import { coverage, extend, nextRow, toggle } from "./selection.ts"
import { visibleColumns } from "./visible-columns.ts"

const KEYS = ["a", "b", "c", "d"]

it("selects one, a range, all", () => {
  expect([...toggle(new Set("a"), "b")]).toEqual(["a", "b"])
  expect([...toggle(new Set("ab"), "a")]).toEqual(["b"])
  expect([...extend(new Set("a"), KEYS, 3, 1)]).toEqual(["a", "b", "c", "d"])
  expect(coverage(new Set(), KEYS)).toBe(false)
  expect(coverage(new Set(["b", "elsewhere"]), KEYS)).toBe("some")
  expect(coverage(new Set([...KEYS, "elsewhere"]), KEYS)).toBe(true)
  expect(coverage(new Set("a"), [])).toBe(false)
})

it("moves by keys, and stays within the rows", () => {
  const at = (key: string, active: number) => nextRow(key, active, 100, 20)
  expect([at("ArrowDown", -1), at("ArrowDown", 99), at("ArrowUp", -1), at("ArrowUp", 5)]).toEqual([
    0, 99, 0, 4,
  ])
  expect([at("PageDown", 95), at("PageUp", 5), at("Home", 50), at("End", 50)]).toEqual([99, 0, 0, 99])
  expect(at("x", 1)).toBeNull()
  expect(nextRow("ArrowDown", -1, 0, 20)).toBeNull()
})

it("draws only the columns in sight of a wide table, and keeps the width of the others", () => {
  const placed = Array.from({ length: 60 }, (_, at) => ({
    column: { id: String(at), header: "", cell: () => null },
    width: 100,
    left: at * 100,
    sticky: at < 1,
  }))
  const { sticky, seen, skipped, before, after } = visibleColumns(placed, 2000, 1000)
  expect(sticky).toHaveLength(1)
  expect(seen.length).toBeLessThan(20)
  expect(seen.map(({ left }) => left)).toContain(2000)
  expect(seen.map(({ left }) => left)).toContain(2900)
  expect(skipped * 100).toBe(before)
  expect(before + after + seen.length * 100 + 100).toBe(6000)
})
