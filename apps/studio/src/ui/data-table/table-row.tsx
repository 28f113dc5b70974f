import { Check } from "lucide-react"
import { type MouseEvent, memo, type ReactNode, type RefObject } from "react"
import { classNames } from "../class-names.ts"
import type { PlacedColumn } from "./columns.ts"
import styles from "./data-table.module.css"
import type { ColumnPart } from "./visible-columns.ts"

/** Pixels of the column of checkboxes. */
export const CHECKS = 36

interface TableRowProps<Row> {
  id: string
  row: Row
  at: number
  part: ColumnPart<Row>
  top: number
  /** As high as what is in it, which this measures. */
  measure?: (element: HTMLElement | null) => void
  selectable: boolean
  selected: boolean
  active: boolean
  open: boolean
  opens: boolean
  className?: string
  /** The same object at every drawing. */
  actions: RefObject<RowActions>
}

export interface RowActions {
  press: (at: number, event: MouseEvent) => void
  check: (at: number, event: MouseEvent) => void
}

function Row<Row>(props: TableRowProps<Row>) {
  const { row, at, part, top, selectable, selected } = props
  const press = (event: MouseEvent<HTMLElement>) => {
    const target = event.target as HTMLElement
    if (target.closest("a, button, input, label, [role=menuitem], [data-own-click]")) return
    if (getSelection()?.type === "Range") return // the text of a cell is being marked
    props.actions.current.press(at, event)
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys
    // biome-ignore lint/a11y/useSemanticElements: a virtual row
    <div
      id={props.id}
      ref={props.measure}
      data-index={at}
      role="row"
      tabIndex={-1}
      aria-rowindex={at + 2}
      aria-selected={selectable ? selected : undefined}
      className={classNames(styles.row, props.measure && styles.auto, props.className)}
      data-active={props.active || undefined}
      data-selected={selected || props.open || undefined}
      data-opens={props.opens || undefined}
      style={{ transform: `translateY(${top}px)` }}
      onClick={press}
    >
      {selectable ? (
        // biome-ignore lint/a11y/useSemanticElements: a virtual cell
        <div role="gridcell" tabIndex={-1} className={styles.checkCell} aria-colindex={1}>
          {/* biome-ignore lint/a11y/useSemanticElements: an <input> in each of many rows is slower, and looks otherwise */}
          <button
            type="button"
            role="checkbox"
            tabIndex={-1}
            aria-checked={selected}
            aria-label={`Select row ${at + 1}`}
            className={styles.check}
            onClick={(event) => props.actions.current.check(at, event)}
          >
            {selected ? <Check aria-hidden="true" /> : null}
          </button>
        </div>
      ) : null}
      <Cells part={part} shift={selectable ? 2 : 1} cell={({ column }) => column.cell(row)} />
    </div>
  )
}

interface CellsProps<Row> {
  part: ColumnPart<Row>
  shift: number
  cell: (placed: PlacedColumn<Row>) => ReactNode
}

function Cells<Row>({ part, shift, cell }: CellsProps<Row>) {
  const draw = (placed: PlacedColumn<Row>, at: number, last: boolean) => (
    // biome-ignore lint/a11y/useSemanticElements: a virtual cell
    <div
      key={placed.column.id}
      role="gridcell"
      tabIndex={-1}
      aria-colindex={at + shift}
      className={classNames(
        styles.cell,
        styles[placed.column.align ?? "left"],
        placed.sticky && styles.sticky,
        last && styles.lastSticky,
      )}
      style={placed.sticky ? { left: placed.left } : undefined}
    >
      {cell(placed)}
    </div>
  )
  return (
    <>
      {part.sticky.map((placed, at) => draw(placed, at, at === part.sticky.length - 1))}
      {part.before > 0 ? <div role="presentation" /> : null}
      {part.seen.map((placed, at) => draw(placed, part.sticky.length + part.skipped + at, false))}
    </>
  )
}

/**
 * The widths of a row's cells. They stand once, at what the rows are in: cells without a style of their own are alike to the
 * browser, and new rows are styled in a fraction of the time.
 */
export function gridColumns<Row>(part: ColumnPart<Row>, selectable: boolean): string {
  const widths = [
    ...(selectable ? [CHECKS] : []),
    ...part.sticky.map(({ width }) => width),
    ...(part.before > 0 ? [part.before] : []),
    ...part.seen.map(({ width }) => width),
  ]
  return widths.map((width) => `${width}px`).join(" ")
}

/** Drawn again only when its own things change, not when the table scrolls. */
export const TableRow = memo(Row) as typeof Row
