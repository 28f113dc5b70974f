import { ArrowDown, ArrowUp } from "lucide-react"
import { type KeyboardEvent, type PointerEvent, useRef } from "react"
import { Checkbox } from "../checkbox.tsx"
import { classNames } from "../class-names.ts"
import { Tooltip } from "../tooltip.tsx"
import type { Column, ColumnChoice, PlacedColumn } from "./columns.ts"
import styles from "./data-table.module.css"
import { coverage, type Selection } from "./selection.ts"
import { nextSort, type TableQuery } from "./table-view.ts"
import type { ColumnPart } from "./visible-columns.ts"

interface TableHeadProps<Row> {
  placed: readonly PlacedColumn<Row>[]
  part: ColumnPart<Row>
  whole: number
  height: number
  query: TableQuery
  changeQuery: (change: Partial<TableQuery>) => void
  choice: ColumnChoice
  setChoice: (choice: ColumnChoice) => void
  selectable: boolean
  selection: Selection
  select: (selection: Selection) => void
  keys: readonly string[]
}

export function TableHead<Row>(props: TableHeadProps<Row>) {
  const { part, whole, height, selectable, selection, keys } = props
  const covered = coverage(selection, keys)
  const isAlike = (column: Column<Row>) =>
    props.placed.filter(({ column: { header } }) => header === column.header).length > 1
  const shift = selectable ? 2 : 1
  const cell = (
    placed: PlacedColumn<Row>,
    at: number,
    before: PlacedColumn<Row> | undefined,
    last: boolean,
  ) => (
    <HeadCell
      key={placed.column.id}
      {...props}
      placed={placed}
      at={at + shift}
      last={last}
      isAlike={isAlike}
      grouped={placed.column.group !== undefined && placed.column.group !== before?.column.group}
    />
  )
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual table
    <div role="rowgroup" className={styles.head} style={{ width: whole }}>
      {/* biome-ignore lint/a11y/useSemanticElements: a virtual row */}
      <div role="row" tabIndex={-1} aria-rowindex={1} className={styles.headRow} style={{ height }}>
        {selectable ? (
          // biome-ignore lint/a11y/useSemanticElements: a virtual cell
          <div role="columnheader" tabIndex={-1} className={styles.checkCell} aria-colindex={1}>
            <Checkbox
              label="Select all rows"
              hideLabel
              checked={covered}
              disabled={keys.length === 0}
              onChange={() => props.select(covered === true ? new Set() : new Set(keys))}
            />
          </div>
        ) : null}
        {part.sticky.map((placed, at) =>
          cell(placed, at, part.sticky[at - 1], at === part.sticky.length - 1),
        )}
        {part.before > 0 ? <div role="presentation" style={{ flex: "none", width: part.before }} /> : null}
        {part.seen.map((placed, at) =>
          cell(placed, part.sticky.length + part.skipped + at, part.seen[at - 1], false),
        )}
      </div>
    </div>
  )
}

interface HeadCellProps<Row> extends Omit<TableHeadProps<Row>, "placed"> {
  placed: PlacedColumn<Row>
  at: number
  last: boolean
  /** The first of its group: it shows the group's name. */
  grouped: boolean
  /** Whether another column has the same header. */
  isAlike: (column: Column<Row>) => boolean
}

function HeadCell<Row>({ placed, at, last, grouped, query, changeQuery, ...rest }: HeadCellProps<Row>) {
  const { column, width, left, sticky } = placed
  const sortable = column.sortable ?? column.value !== undefined
  const sorted = query.sort?.id === column.id ? query.sort : null
  const content = (
    <>
      <span className={styles.headText}>
        {column.headerContent === "" ? (
          <span className="visually-hidden">{column.header}</span>
        ) : (
          (column.headerContent ?? column.header)
        )}
      </span>
      {sorted ? sorted.descending ? <ArrowDown aria-hidden="true" /> : <ArrowUp aria-hidden="true" /> : null}
    </>
  )
  // "variant_0" of one output and of another
  const name = column.group && rest.isAlike(column) ? `${column.group}: ${column.header}` : undefined
  const label = sortable ? (
    <button
      type="button"
      aria-label={name}
      className={styles.sort}
      onClick={() => changeQuery({ sort: nextSort(query.sort, column.id) })}
    >
      {content}
    </button>
  ) : (
    <span className={styles.name}>{content}</span>
  )
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual cell
    <div
      role="columnheader"
      tabIndex={-1}
      aria-colindex={at}
      aria-sort={sorted ? (sorted.descending ? "descending" : "ascending") : sortable ? "none" : undefined}
      className={classNames(
        styles.headCell,
        styles[column.align ?? "left"],
        sticky && styles.sticky,
        last && styles.lastSticky,
        Boolean(column.group) && styles.inGroup,
        grouped && styles.firstOfGroup,
      )}
      style={{ width, left: sticky ? left : undefined }}
    >
      {grouped ? <span className={styles.group}>{column.group}</span> : null}
      {column.hint ? <Tooltip text={column.hint}>{label}</Tooltip> : label}
      {column.headerContent === "" ? null : <Resizer {...rest} placed={placed} />}
    </div>
  )
}

/** The right edge of a header: dragged, or moved with the arrow keys once it has the focus. */
function Resizer<Row>({
  placed: { column, width },
  choice,
  setChoice,
}: Pick<HeadCellProps<Row>, "placed" | "choice" | "setChoice">) {
  const start = useRef<{ x: number; width: number } | null>(null)
  const resize = (next: number) =>
    setChoice({
      ...choice,
      widths: { ...choice.widths, [column.id]: Math.round(Math.max(column.minWidth ?? 48, next)) },
    })
  const reset = () => {
    const { [column.id]: _, ...widths } = choice.widths ?? {}
    setChoice({ ...choice, widths })
  }
  const keys = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -16, ArrowRight: 16 }[event.key]
    if (by) resize(width + by)
    else if (event.key === "Enter") reset()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: an edge that moves is no <hr>
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      // no label: a page is searched for fields by theirs, and this is none
      title={`Width of ${column.header}`}
      aria-valuenow={Math.round(width)}
      aria-valuemin={column.minWidth ?? 48}
      aria-valuemax={2000}
      className={styles.resizer}
      onKeyDown={keys}
      onDoubleClick={reset}
      onPointerDown={(event: PointerEvent<HTMLElement>) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        start.current = { x: event.clientX, width }
      }}
      onPointerMove={({ clientX }) =>
        start.current && resize(start.current.width + clientX - start.current.x)
      }
      onPointerUp={() => {
        start.current = null
      }}
    />
  )
}
