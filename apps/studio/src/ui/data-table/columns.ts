import type { ReactNode } from "react"

export interface Column<Row> {
  id: string
  /** Its name, also in the columns menu. */
  header: string
  /** Shown instead of the name. */
  headerContent?: ReactNode
  /** A pure function; kept from one drawing to the next (module level or useMemo), for rows are drawn anew when it changes. */
  cell: (row: Row) => ReactNode
  /** What sorting and searching see. Without it the column can be neither. */
  value?: (row: Row) => ColumnValue
  /** Pixels at first; 160 by default. */
  width?: number
  minWidth?: number
  /** Takes its part of the width that is left. */
  grow?: boolean
  align?: "left" | "right" | "center"
  /** By default where there is a value. */
  sortable?: boolean
  /** False: always shown, and not in the columns menu. */
  hideable?: boolean
  /** Not shown until it is chosen in the columns menu. */
  hidden?: boolean
  /** Stays while the others scroll sideways; of the first columns only. */
  sticky?: boolean
  /** Columns of a group stand under its name. */
  group?: string
  /** The tooltip of the header. */
  hint?: string
}
export type ColumnValue = string | number | boolean | Date | null | undefined

/** What this browser keeps of a table's columns. */
export interface ColumnChoice {
  /** Ids in their order; columns that are not named stand at their own place. */
  order?: string[]
  /** Shown or hidden, where that differs from the column's own. */
  shown?: Record<string, boolean>
  widths?: Record<string, number>
}

export interface PlacedColumn<Row> {
  column: Column<Row>
  width: number
  /** From the left edge of the row. */
  left: number
  sticky: boolean
}

const MIN = 48
const isShown = <Row>(column: Column<Row>, choice: ColumnChoice): boolean =>
  column.hideable === false || (choice.shown?.[column.id] ?? !column.hidden)

/** All columns in the chosen order: sticky ones stay first. */
export function orderColumns<Row>(columns: readonly Column<Row>[], choice: ColumnChoice): Column<Row>[] {
  const { order = [] } = choice
  const byId = new Map(columns.map((column) => [column.id, column]))
  const named = order.flatMap((id) => byId.get(id) ?? [])
  const ordered = [...named]
  columns.forEach((column, at) => {
    if (order.includes(column.id)) return
    const before = columns.slice(0, at).findLast(({ id }) => ordered.some((other) => other.id === id))
    ordered.splice(before ? ordered.indexOf(before) + 1 : 0, 0, column)
  })
  return [...ordered.filter(({ sticky }) => sticky), ...ordered.filter(({ sticky }) => !sticky)]
}

/** The shown columns with their places. `start` pixels are taken (by the check boxes); growing columns share what is left. */
export function placeColumns<Row>(
  columns: readonly Column<Row>[],
  choice: ColumnChoice,
  available: number,
  start = 0,
): PlacedColumn<Row>[] {
  const shown = orderColumns(columns, choice).filter((column) => isShown(column, choice))
  const own = (column: Column<Row>) =>
    Math.max(column.minWidth ?? MIN, choice.widths?.[column.id] ?? column.width ?? 160)
  const grows = shown.filter((column) => column.grow && choice.widths?.[column.id] === undefined)
  const left = available - start - shown.reduce((sum, column) => sum + own(column), 0)
  const share = grows.length > 0 && left > 0 ? Math.floor(left / grows.length) : 0
  let at = start
  return shown.map((column) => {
    const width = own(column) + (grows.includes(column) ? share : 0)
    const placed = { column, width, left: at, sticky: Boolean(column.sticky) }
    at += width
    return placed
  })
}

/** The order after a column is moved by so many places among those that are not sticky. */
export function moveColumn<Row>(
  columns: readonly Column<Row>[],
  choice: ColumnChoice,
  id: string,
  by: number,
): string[] {
  const ordered = orderColumns(columns, choice)
  const ids = ordered.map((column) => column.id)
  const from = ids.indexOf(id)
  const first = ordered.filter(({ sticky }) => sticky).length
  const to = Math.max(first, Math.min(ids.length - 1, from + by))
  if (from < first) return ids
  ids.splice(to, 0, ...ids.splice(from, 1))
  return ids
}

/** A choice as it was stored; what is no such thing counts as nothing. */
export function readChoice(stored: unknown): ColumnChoice {
  if (typeof stored !== "object" || stored === null) return {}
  const { order, shown, widths } = stored as Record<string, unknown>
  const of = (value: unknown, type: string) =>
    typeof value === "object" && value !== null
      ? Object.fromEntries(Object.entries(value).filter(([, each]) => typeof each === type))
      : undefined
  return {
    order: Array.isArray(order) ? order.filter((id) => typeof id === "string") : undefined,
    shown: of(shown, "boolean"),
    widths: of(widths, "number"),
  }
}
