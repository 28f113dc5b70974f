import { useVirtualizer } from "@tanstack/react-virtual"
import { type CSSProperties, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react"
import { classNames } from "../class-names.ts"
import type { ShownError } from "../error-view.tsx"
import { useRemembered } from "../remembered.ts"
import { type Column, placeColumns, readChoice } from "./columns.ts"
import styles from "./data-table.module.css"
import type { Selection } from "./selection.ts"
import { TableFoot, TableInstead } from "./table-foot.tsx"
import { TableHead } from "./table-head.tsx"
import { CHECKS, gridColumns, type RowActions, TableRow } from "./table-row.tsx"
import { TableToolbar } from "./table-toolbar.tsx"
import { type TableFilter, type TableQuery, type TableSort, textOfColumns, viewRows } from "./table-view.ts"
import { useTableKeys } from "./use-table-keys.ts"
import { useTableQuery } from "./use-table-query.ts"
import { useWidth } from "./use-width.ts"
import { DRAWN_WHOLE, visibleColumns } from "./visible-columns.ts"

export interface DataTableProps<Row> {
  /** Columns, their order and widths are remembered under it. */
  id: string
  /** What the rows are: "Runs". */
  label: string
  rows: readonly Row[]
  rowKey: (row: Row) => string
  columns: readonly Column<Row>[]
  /** A click on a row, or Enter. */
  onOpen?: (row: Row) => void
  /** The row that is open beside the table. */
  openKey?: string | null
  /** Makes rows selectable; what stands in the bar while some are selected. */
  bulkActions?: (rows: Row[], clear: () => void) => ReactNode
  selection?: Selection
  onSelectionChange?: (selection: Selection) => void

  /** Text of the search box; without it there is none. */
  search?: string
  /** What the search looks through; by default the values of all columns. */
  searchText?: (row: Row) => string
  filters?: readonly TableFilter<Row>[]
  initialSort?: TableSort
  /** Before the names in the address, where a page has two tables. False: not in the address. */
  address?: string | false
  /** The rows are already those asked for: searching, filtering and sorting is done elsewhere. */
  onQuery?: (query: TableQuery) => void
  /** Right of the search box. */
  toolbar?: ReactNode

  /** What is under way, while there are no rows: "Reading runs…". */
  loading?: string | false | null
  error?: ShownError | null
  /** Asks for the rows again: after an error, and by the button for it. */
  onRetry?: () => void
  /** Where there are no rows at all: an EmptyState. */
  empty?: ReactNode
  /** Called near the end of the rows, once for each number of rows. */
  onEndReached?: () => void
  /** "Reading more lines…". */
  loadingMore?: string | false | null
  /** How many rows there are, where not all are here yet. */
  total?: number | null

  rowHeight?: number
  /** Rows are as high as what is in them. */
  autoHeight?: boolean
  rowClassName?: (row: Row) => string | undefined
  className?: string
}

/** As many rows of the page are used again and again: new ones for each that comes into view would take twice the time. */
const REUSED = 512
const NONE: readonly never[] = []

/** The one list of the studio: virtual rows and columns, search, filters, sort, selection, columns menu, keyboard. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const {
    id,
    label,
    rows,
    rowKey,
    columns,
    filters = NONE,
    bulkActions,
    rowHeight = 32,
    autoHeight,
    onQuery,
  } = props
  const scroller = useRef<HTMLDivElement>(null)
  const width = useWidth(scroller)
  const [choice, setChoice] = useRemembered(`table.${id}`, {}, readChoice)
  const filterIds = filters.map((filter) => filter.id)
  const [query, changeQuery] = useTableQuery(props.address ?? "", filterIds, {
    sort: props.initialSort ?? null,
  })
  useEffect(() => {
    onQuery?.(query)
  }, [query, onQuery])

  const selectable = Boolean(bulkActions || props.onSelectionChange)
  const [ownSelection, setOwnSelection] = useState<Selection>(new Set())
  const selection = props.selection ?? ownSelection
  const select = (next: Selection) => {
    setOwnSelection(next)
    props.onSelectionChange?.(next)
  }

  const asked = Boolean(onQuery)
  const searchText = useMemo(() => props.searchText ?? textOfColumns(columns), [props.searchText, columns])
  const shown = useMemo(
    () => (asked ? rows : viewRows(rows, query, columns, filters, searchText)),
    [asked, rows, query, columns, filters, searchText],
  )
  const keys = useMemo(() => shown.map(rowKey), [shown, rowKey])
  const placed = useMemo(
    () => placeColumns(columns, choice, width, selectable ? CHECKS : 0),
    [columns, choice, width, selectable],
  )
  const last = placed.at(-1)
  const whole = Math.max(width, last ? last.left + last.width : 0)
  const headHeight = placed.some(({ column }) => column.group) ? 56 : 32
  // what gets the focus does not come to lie under the head or the columns that stay
  const stays = placed.findLast(({ sticky }) => sticky)
  const under = { scrollPaddingTop: headHeight, scrollPaddingLeft: stays ? stays.left + stays.width : 0 }

  // another function would have all of 100,000 rows measured anew, at each drawing
  const keyAt = useCallback((at: number) => keys[at] as string, [keys])
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollPaddingStart: headHeight,
    paddingStart: 0,
    getItemKey: keyAt,
  })
  const [scrolled, setScrolled] = useState(0)
  const part = useMemo(() => visibleColumns(placed, scrolled, width), [placed, scrolled, width])

  const { active, setActive, onKeyDown } = useTableKeys({
    keys,
    selectable,
    selection,
    select,
    page: Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 320) - headHeight) / rowHeight) - 1),
    show: (at) => virtual.scrollToIndex(at, { align: "auto" }),
    open: (at) => props.onOpen?.(shown[at] as Row),
  })

  const items = virtual.getVirtualItems()
  const end = items.at(-1)?.index ?? -1
  const reached = useRef(-1)
  const { onEndReached } = props
  useEffect(() => {
    if (end < rows.length - 20 || reached.current === rows.length || rows.length === 0) return
    reached.current = rows.length
    onEndReached?.()
  }, [end, rows.length, onEndReached])

  const actions = useRef<RowActions>(null as unknown as RowActions)
  actions.current = {
    press(at, event) {
      setActive(at, event)
      if (!event.shiftKey && !event.ctrlKey && !event.metaKey) props.onOpen?.(shown[at] as Row)
    },
    check: (at, { shiftKey }) => setActive(at, { shiftKey, ctrlKey: !shiftKey }),
  }
  const body = {
    height: virtual.getTotalSize(),
    width: whole,
    "--columns": gridColumns(part, selectable),
    "--row-height": `${rowHeight}px`,
  } as CSSProperties
  const rowId = (at: number) => `${id}-row-${at}`
  return (
    <div className={classNames(styles.table, props.className)}>
      <TableToolbar
        {...{ label, columns, choice, setChoice, filters, query, changeQuery, selection, select, placed }}
        search={props.search}
        toolbar={props.toolbar}
        onRefresh={props.onRetry}
        bulk={
          selection.size > 0 && bulkActions
            ? bulkActions(
                rows.filter((row) => selection.has(rowKey(row))),
                () => select(new Set()),
              )
            : null
        }
      />
      {/* biome-ignore lint/a11y/useSemanticElements: rows are virtual, a <table> would need all of them */}
      <div
        ref={scroller}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={(props.total ?? shown.length) + 1}
        aria-colcount={placed.length + (selectable ? 1 : 0)}
        aria-multiselectable={selectable || undefined}
        aria-activedescendant={items.some(({ index }) => index === active) ? rowId(active) : undefined}
        className={classNames(styles.scroller, shown.length === 0 && styles.bare)}
        style={under}
        onKeyDown={onKeyDown}
        onScroll={
          // the columns of a small table are all drawn
          placed.length > DRAWN_WHOLE
            ? (event) => setScrolled(Math.floor(event.currentTarget.scrollLeft / 64) * 64)
            : undefined
        }
      >
        <TableHead
          {...{
            placed,
            part,
            whole,
            query,
            changeQuery,
            choice,
            setChoice,
            selectable,
            selection,
            select,
            keys,
          }}
          height={headHeight}
        />
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        <div role="rowgroup" className={styles.body} style={body}>
          {items.map((item) => {
            const row = shown[item.index] as Row
            const key = keys[item.index] as string
            return (
              <TableRow
                key={autoHeight ? item.key : item.index % REUSED}
                id={rowId(item.index)}
                measure={autoHeight ? virtual.measureElement : undefined}
                {...{ row, part, selectable }}
                at={item.index}
                top={item.start}
                active={item.index === active}
                selected={selection.has(key)}
                open={props.openKey === key}
                className={props.rowClassName?.(row)}
                actions={actions}
                opens={Boolean(props.onOpen)}
              />
            )
          })}
        </div>
      </div>
      {shown.length === 0 ? (
        <TableInstead
          {...{ label, query, changeQuery }}
          loading={props.loading}
          error={props.error}
          onRetry={props.onRetry}
          empty={props.empty}
          none={rows.length === 0}
        />
      ) : (
        <TableFoot
          label={label}
          shown={shown.length}
          here={rows.length}
          total={props.total}
          loadingMore={props.loadingMore}
          selected={selection.size}
        />
      )}
    </div>
  )
}
