import { describe, expect, it } from "vitest"
import { gridTable } from "./grid-table.ts"

const COLUMNS = ["inputs.a", "inputs.much_longer_name", "inputs.n", "inputs.line_number", "outputs.o"]
const long = (a: string) => `some longer text than usual: ${a} ${"x y z ".repeat(6)}`
const ROWS = [
  ["short", "hello world this is text", 1, 0, long("short")],
  ["q", "m", 22, 1, long("q")],
]

/** What the original 1.18.5 printed at these widths. */
describe("gridTable", () => {
  it("fits columns into 80 characters as the original does", () => {
    expect(gridTable(COLUMNS, ROWS, 80).split("\n").slice(0, 12)).toEqual([
      "+----+-----------+-------------+-----------+-----------+---------------+",
      "|    | inputs.   | inputs.mu   |   inputs. |   inputs. | outputs.o     |",
      "|    | a         | ch_longer   |         n |   line_nu |               |",
      "|    |           | _name       |           |      mber |               |",
      "+====+===========+=============+===========+===========+===============+",
      "|  0 | short     | hello       |         1 |         0 | some longer   |",
      "|    |           | world       |           |           | text than     |",
      "|    |           | this is     |           |           | usual: short  |",
      "|    |           | text        |           |           | x y z x y z x |",
      "|    |           |             |           |           | y z x y z x y |",
      "|    |           |             |           |           | z x y z       |",
      "+----+-----------+-------------+-----------+-----------+---------------+",
    ])
  })

  it("fits columns into 81, 60 and 40 characters as the original does", () => {
    const rule = (width: number) => gridTable(COLUMNS, ROWS, width).split("\n")[0]
    expect(rule(81)).toBe("+----+------------+--------------+------------+------------+-------------+")
    expect(rule(60)).toBe("+----+-------+---------+-------+-------+-------------+")
    expect(rule(40)).toBe("+----+-----+-----+-----+-----+---------+")
  })

  it("leaves a table as wide as it is when it fits", () => {
    const rows = [
      [0, 0, "1.0"],
      [1, 1, "(Failed)"],
    ]
    expect(gridTable(["inputs.x", "inputs.line_number", "outputs.out"], rows, 80)).toBe(
      [
        "+----+------------+----------------------+---------------+",
        "|    |   inputs.x |   inputs.line_number | outputs.out   |",
        "+====+============+======================+===============+",
        "|  0 |          0 |                    0 | 1.0           |",
        "+----+------------+----------------------+---------------+",
        "|  1 |          1 |                    1 | (Failed)      |",
        "+----+------------+----------------------+---------------+",
      ].join("\n"),
    )
  })

  it("shows columns of numbers as numbers, also when they are text", () => {
    const rows = [
      [1 / 3, "007", false, 1],
      [2.5, "1", true, 2.5],
      [12345678.9, "12", false, 3],
    ]
    expect(gridTable(["outputs.f", "outputs.s", "outputs.b", "outputs.mix"], rows, 200)).toBe(
      [
        "+----+-------------+-------------+-------------+---------------+",
        "|    |   outputs.f |   outputs.s | outputs.b   |   outputs.mix |",
        "+====+=============+=============+=============+===============+",
        "|  0 | 0.333333    |           7 | False       |           1   |",
        "+----+-------------+-------------+-------------+---------------+",
        "|  1 | 2.5         |           1 | True        |           2.5 |",
        "+----+-------------+-------------+-------------+---------------+",
        "|  2 | 1.23457e+07 |          12 | False       |           3   |",
        "+----+-------------+-------------+-------------+---------------+",
      ].join("\n"),
    )
  })

  it("strips cells and counts characters, not the columns they take", () => {
    expect(
      gridTable(["inputs.q"], [[" A "], ["日本?"]], 200)
        .split("\n")
        .slice(3),
    ).toEqual(["|  0 | A          |", "+----+------------+", "|  1 | 日本?        |", "+----+------------+"])
  })
})
