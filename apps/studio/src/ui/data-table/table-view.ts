import type { Column, ColumnValue } from "./columns.ts"

export interface TableFilter<Row> {
  /** Its name in the address. */
  id: string
  label: string
  options: readonly { value: string; label?: string }[]
  /** What a row has; a row stays where one of the chosen values is among it. */
  values: (row: Row) => string | readonly string[]
}

export interface TableSort {
  id: string
  descending: boolean
}

/** What is asked of a table, as it stands in the address. */
export interface TableQuery {
  search: string
  sort: TableSort | null
  /** Chosen values by filter. */
  filters: Readonly<Record<string, readonly string[]>>
}

export const NO_QUERY: TableQuery = { search: "", sort: null, filters: {} }

/** The rows that are asked for, in the order that is asked for. Every word of the search must be somewhere in the row. */
export function viewRows<Row>(
  rows: readonly Row[],
  { search, sort, filters }: TableQuery,
  columns: readonly Column<Row>[],
  known: readonly TableFilter<Row>[],
  searchText: (row: Row) => string = textOfColumns(columns),
): readonly Row[] {
  let result = rows
  for (const filter of known) {
    const chosen = filters[filter.id]
    if (!chosen?.length) continue
    const wanted = new Set(chosen)
    result = result.filter((row) => {
      const has = filter.values(row)
      return typeof has === "string" ? wanted.has(has) : has.some((value) => wanted.has(value))
    })
  }
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length > 0) {
    result = result.filter((row) => {
      const text = searchText(row).toLowerCase()
      return words.every((word) => text.includes(word))
    })
  }
  const value = sort && columns.find((column) => column.id === sort.id)?.value
  return value ? sortRows(result, value, sort.descending) : result
}

/** What a search looks through; of a row that is looked at again it is known. */
export function textOfColumns<Row>(columns: readonly Column<Row>[]): (row: Row) => string {
  const values = columns.flatMap(({ value }) => value ?? [])
  const known = new WeakMap<object, string>()
  return (row) => {
    const found = known.get(row as object)
    if (found !== undefined) return found
    const text = values
      .map((value) => value(row) ?? "")
      .join("\n")
      .toLowerCase()
    known.set(row as object, text)
    return text
  }
}

/** Stable; rows without a value come last either way. */
function sortRows<Row>(rows: readonly Row[], value: (row: Row) => ColumnValue, descending: boolean): Row[] {
  const keyed = rows.map((row) => ({ row, key: sortKey(value(row)) }))
  const sign = descending ? -1 : 1
  const { compare } = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" })
  keyed.sort(({ key: a }, { key: b }) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
    if (typeof a === "number" && typeof b === "number") return sign * (a - b)
    return sign * compare(String(a), String(b))
  })
  return keyed.map(({ row }) => row)
}

function sortKey(value: ColumnValue): string | number | null {
  if (value === null || value === undefined || value === "" || Number.isNaN(value)) return null
  if (value instanceof Date) return value.getTime()
  return typeof value === "boolean" ? Number(value) : value
}

/** Reads what the address says. `prefix` keeps two tables of a page apart. */
export function readQuery(params: URLSearchParams, prefix: string, filterIds: readonly string[]): TableQuery {
  const sort = params.get(`${prefix}sort`)
  return {
    search: params.get(`${prefix}q`) ?? "",
    sort: sort ? { id: sort.replace(/^-/, ""), descending: sort.startsWith("-") } : null,
    filters: Object.fromEntries(
      filterIds.map((id) => [id, params.getAll(prefix + id)]).filter(([, values]) => values?.length),
    ),
  }
}

/** A copy of the address's parameters that says this; what is not the table's stays. */
export function writeQuery(
  params: URLSearchParams,
  prefix: string,
  filterIds: readonly string[],
  { search, sort, filters }: TableQuery,
): URLSearchParams {
  const next = new URLSearchParams(params)
  for (const name of ["q", "sort", ...filterIds]) next.delete(prefix + name)
  if (search) next.set(`${prefix}q`, search)
  if (sort) next.set(`${prefix}sort`, (sort.descending ? "-" : "") + sort.id)
  for (const id of filterIds) for (const value of filters[id] ?? []) next.append(prefix + id, value)
  return next
}

/** Up, down, as it came: what a press on a header does. */
export function nextSort(sort: TableSort | null, id: string): TableSort | null {
  if (sort?.id !== id) return { id, descending: false }
  return sort.descending ? null : { id, descending: true }
}
