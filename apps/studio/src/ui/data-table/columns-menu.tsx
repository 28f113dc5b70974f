import { ArrowDown, ArrowUp, Columns3, Minus, Plus } from "lucide-react"
import { Button } from "../button.tsx"
import { Checkbox } from "../checkbox.tsx"
import { IconButton } from "../icon-button.tsx"
import { Popover } from "../popover.tsx"
import { type Column, type ColumnChoice, moveColumn, orderColumns, type PlacedColumn } from "./columns.ts"
import styles from "./data-table.module.css"

interface ColumnsMenuProps<Row> {
  columns: readonly Column<Row>[]
  /** Those that are shown, as wide as they are. */
  placed: readonly PlacedColumn<Row>[]
  choice: ColumnChoice
  setChoice: (choice: ColumnChoice) => void
}

const STEP = 40

/** Which columns are shown, how wide and in which order: all that dragging in the head does too. */
export function ColumnsMenu<Row>({ columns, placed, choice, setChoice }: ColumnsMenuProps<Row>) {
  const ordered = orderColumns(columns, choice)
  const movable = ordered.filter(({ sticky }) => !sticky)
  const shown = (column: Column<Row>) => choice.shown?.[column.id] ?? !column.hidden
  const move = (column: Column<Row>, by: number) =>
    setChoice({ ...choice, order: moveColumn(columns, choice, column.id, by) })
  const widen = ({ column, width }: PlacedColumn<Row>, by: number) =>
    setChoice({
      ...choice,
      widths: { ...choice.widths, [column.id]: Math.max(column.minWidth ?? STEP, Math.round(width + by)) },
    })
  const widths = (column: Column<Row>) => {
    const place = placed.find((one) => one.column.id === column.id)
    if (!place || column.headerContent === "") return null
    return (
      <>
        <IconButton
          size="small"
          label={`Make ${column.header} narrower`}
          icon={<Minus />}
          onClick={() => widen(place, -STEP)}
        />
        <IconButton
          size="small"
          label={`Make ${column.header} wider`}
          icon={<Plus />}
          onClick={() => widen(place, STEP)}
        />
      </>
    )
  }
  return (
    <Popover
      label="Columns"
      align="end"
      width={340}
      trigger={<IconButton label="Columns" icon={<Columns3 />} variant="default" />}
    >
      <ul className={styles.columns}>
        {ordered.map((column) => (
          <li key={column.id} className={styles.columnLine}>
            <Checkbox
              className={styles.columnName}
              label={column.group ? `${column.header} (${column.group})` : column.header}
              checked={column.hideable === false || shown(column)}
              disabled={column.hideable === false}
              onChange={(checked) =>
                setChoice({ ...choice, shown: { ...choice.shown, [column.id]: checked } })
              }
            />
            {widths(column)}
            {column.sticky ? null : (
              <>
                <IconButton
                  size="small"
                  label={`Move ${column.header} left`}
                  icon={<ArrowUp />}
                  disabled={column === movable[0]}
                  onClick={() => move(column, -1)}
                />
                <IconButton
                  size="small"
                  label={`Move ${column.header} right`}
                  icon={<ArrowDown />}
                  disabled={column === movable.at(-1)}
                  onClick={() => move(column, 1)}
                />
              </>
            )}
          </li>
        ))}
      </ul>
      <Button size="small" variant="quiet" onClick={() => setChoice({})}>
        As it was
      </Button>
    </Popover>
  )
}
