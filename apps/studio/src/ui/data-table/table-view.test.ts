import { describe, expect, it } from "vitest"
import type { Column } from "./columns.ts"
import { NO_QUERY, nextSort, readQuery, type TableFilter, viewRows, writeQuery } from "./table-view.ts"

interface Row {
  name: string
  state: string
  score: number | null
  tags: string[]
}
const ROWS: Row[] = [
  { name: "run-10", state: "done", score: 0.5, tags: ["a", "b"] },
  { name: "run-9", state: "failed", score: null, tags: [] },
  { name: "Other", state: "done", score: 0.9, tags: ["b"] },
]
const COLUMNS: Column<Row>[] = [
  { id: "name", header: "Name", value: (row) => row.name, cell: () => null },
  { id: "score", header: "Score", value: (row) => row.score, cell: () => null },
  { id: "none", header: "None", cell: () => null },
]
const FILTERS: TableFilter<Row>[] = [
  { id: "state", label: "State", options: [], values: (row) => row.state },
  { id: "tag", label: "Tag", options: [], values: (row) => row.tags },
]
const names = (query: Partial<typeof NO_QUERY>) =>
  viewRows(ROWS, { ...NO_QUERY, ...query }, COLUMNS, FILTERS).map(({ name }) => name)

describe("rows", () => {
  it("are the same list where nothing is asked", () => {
    expect(viewRows(ROWS, NO_QUERY, COLUMNS, FILTERS)).toBe(ROWS)
  })

  it("are searched by every word", () => {
    expect(names({ search: "RUN 9" })).toEqual(["run-9", "Other"].slice(0, 1))
    expect(names({ search: "run other" })).toEqual([])
    expect(names({ search: "0.9" })).toEqual(["Other"])
  })

  it("are filtered by any value of a filter, and all filters", () => {
    expect(names({ filters: { state: ["done", "failed"] } })).toHaveLength(3)
    expect(names({ filters: { state: ["done"], tag: ["a"] } })).toEqual(["run-10"])
    expect(names({ filters: { tag: ["b"] } })).toEqual(["run-10", "Other"])
  })

  it("are sorted as people count, rows without a value last either way", () => {
    expect(names({ sort: { id: "name", descending: false } })).toEqual(["Other", "run-9", "run-10"])
    expect(names({ sort: { id: "score", descending: false } })).toEqual(["run-10", "Other", "run-9"])
    expect(names({ sort: { id: "score", descending: true } })).toEqual(["Other", "run-10", "run-9"])
    expect(names({ sort: { id: "none", descending: true } })).toEqual(["run-10", "run-9", "Other"])
  })
})

it("goes to the address and back, and leaves what is not its own", () => {
  const query = {
    search: "a b",
    sort: { id: "score", descending: true },
    filters: { state: ["done", "failed"] },
  }
  const params = writeQuery(new URLSearchParams("tab=x&l.q=old&l.tag=gone"), "l.", ["state", "tag"], query)
  expect(params.toString()).toBe("tab=x&l.q=a+b&l.sort=-score&l.state=done&l.state=failed")
  expect(readQuery(params, "l.", ["state", "tag"])).toEqual(query)
  expect(writeQuery(params, "l.", ["state", "tag"], NO_QUERY).toString()).toBe("tab=x")
})

it("sorts up, down, and as it came", () => {
  const up = nextSort(null, "a")
  const down = nextSort(up, "a")
  expect([up, down, nextSort(down, "a"), nextSort(down, "b")]).toEqual([
    { id: "a", descending: false },
    { id: "a", descending: true },
    null,
    { id: "b", descending: false },
  ])
})
