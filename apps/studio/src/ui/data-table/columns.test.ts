import { describe, expect, it } from "vitest"
import {
  type Column,
  type ColumnChoice,
  moveColumn,
  orderColumns,
  placeColumns,
  readChoice,
} from "./columns.ts"

const column = (id: string, more: Partial<Column<object>> = {}): Column<object> => ({
  id,
  header: id,
  cell: () => null,
  width: 100,
  ...more,
})
const COLUMNS = [
  column("name", { sticky: true, hideable: false }),
  column("a"),
  column("b", { grow: true }),
  column("c", { hidden: true }),
]
const order = (choice: ColumnChoice, columns = COLUMNS) => orderColumns(columns, choice).map(({ id }) => id)
const placed = (choice: ColumnChoice, available = 0, start = 0) =>
  placeColumns(COLUMNS, choice, available, start).map(({ column: { id }, left, width }) => [id, left, width])

describe("order", () => {
  it("follows the choice, keeps sticky columns first, and knows nothing of columns that are gone", () => {
    expect(order({})).toEqual(["name", "a", "b", "c"])
    expect(order({ order: ["c", "gone", "name", "a", "b"] })).toEqual(["name", "c", "a", "b"])
  })

  it("puts new columns behind the one they stand behind", () => {
    expect(order({ order: ["name", "c", "a"] })).toEqual(["name", "c", "a", "b"])
    expect(order({ order: ["b", "a"] })).toEqual(["name", "b", "c", "a"])
  })

  it("moves a column, but not before the sticky ones and not past the end", () => {
    expect(moveColumn(COLUMNS, {}, "b", -1)).toEqual(["name", "b", "a", "c"])
    expect(moveColumn(COLUMNS, {}, "a", -5)).toEqual(["name", "a", "b", "c"])
    expect(moveColumn(COLUMNS, {}, "a", 9)).toEqual(["name", "b", "c", "a"])
    expect(moveColumn(COLUMNS, {}, "name", 1)).toEqual(["name", "a", "b", "c"])
  })
})

describe("places", () => {
  it("gives growing columns what is left", () => {
    expect(placed({}, 500, 36)).toEqual([
      ["name", 36, 100],
      ["a", 136, 100],
      ["b", 236, 264],
    ])
    expect(placed({}, 200)).toEqual([
      ["name", 0, 100],
      ["a", 100, 100],
      ["b", 200, 100],
    ])
  })

  it("keeps chosen widths and shows chosen columns; what cannot be hidden stays", () => {
    expect(placed({ shown: { name: false, a: false, c: true }, widths: { b: 240, c: 1 } }, 500)).toEqual([
      ["name", 0, 100],
      ["b", 100, 240],
      ["c", 340, 48],
    ])
  })
})

it("takes nothing from what somebody else has stored", () => {
  expect(readChoice("x")).toEqual({})
  expect(readChoice({ order: ["a", 1], shown: { a: 1, b: false }, widths: [7] })).toEqual({
    order: ["a"],
    shown: { b: false },
    widths: { 0: 7 },
  })
})
