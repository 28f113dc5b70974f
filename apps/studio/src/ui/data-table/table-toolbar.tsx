import { ListFilter, RotateCw, Search, X } from "lucide-react"
import { type ReactNode, useEffect, useRef, useState } from "react"
import { Chip } from "../badge.tsx"
import { Button } from "../button.tsx"
import { IconButton } from "../icon-button.tsx"
import { Menu, type MenuItem } from "../menu.tsx"
import { TextField } from "../text-field.tsx"
import type { Column, ColumnChoice, PlacedColumn } from "./columns.ts"
import { ColumnsMenu } from "./columns-menu.tsx"
import styles from "./data-table.module.css"
import type { Selection } from "./selection.ts"
import type { TableFilter, TableQuery } from "./table-view.ts"

interface TableToolbarProps<Row> {
  label: string
  columns: readonly Column<Row>[]
  placed: readonly PlacedColumn<Row>[]
  choice: ColumnChoice
  setChoice: (choice: ColumnChoice) => void
  filters: readonly TableFilter<Row>[]
  query: TableQuery
  changeQuery: (change: Partial<TableQuery>) => void
  selection: Selection
  select: (selection: Selection) => void
  search?: string
  toolbar?: ReactNode
  onRefresh?: () => void
  bulk: ReactNode
}

/** While rows are selected, what can be done with them stands in the same place, so that nothing jumps. */
export function TableToolbar<Row>(props: TableToolbarProps<Row>) {
  const { selection, select, bulk, search, query, changeQuery, filters, toolbar, onRefresh } = props
  if (bulk)
    return (
      <div className={styles.toolbar} role="toolbar" aria-label={`Selected ${props.label.toLowerCase()}`}>
        <IconButton label="Select none" icon={<X />} keys="escape" onClick={() => select(new Set())} />
        <span className={styles.selected} role="status">
          {selection.size} selected
        </span>
        {bulk}
      </div>
    )
  return (
    <div className={styles.toolbar}>
      {search ? (
        <SearchBox text={search} value={query.search} onChange={(value) => changeQuery({ search: value })} />
      ) : null}
      <Filters filters={filters} query={query} changeQuery={changeQuery} />
      <div className={styles.tools}>
        {toolbar}
        {onRefresh ? (
          <IconButton label="Refresh" icon={<RotateCw />} variant="default" onClick={onRefresh} />
        ) : null}
        <ColumnsMenu
          columns={props.columns}
          placed={props.placed}
          choice={props.choice}
          setChoice={props.setChoice}
        />
      </div>
    </div>
  )
}

/** Typed text goes into the address when typing pauses. */
function SearchBox({
  text,
  value,
  onChange,
}: {
  text: string
  value: string
  onChange: (value: string) => void
}) {
  const [typed, setTyped] = useState(value)
  const told = useRef(value)
  const tell = useRef(onChange)
  tell.current = onChange
  useEffect(() => {
    if (value === told.current) return
    told.current = value // from elsewhere: a link, the back button
    setTyped(value)
  }, [value])
  useEffect(() => {
    if (typed === told.current) return
    const timer = setTimeout(() => {
      told.current = typed
      tell.current(typed)
    }, 120)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <TextField
      label={text}
      hideLabel
      type="search"
      placeholder={text}
      className={styles.search}
      prefix={<Search aria-hidden="true" />}
      value={typed}
      onChange={setTyped}
      onKeyDown={(event) => {
        if (event.key === "Escape" && typed) {
          event.stopPropagation()
          setTyped("")
        }
      }}
    />
  )
}

function Filters<Row>({
  filters,
  query,
  changeQuery,
}: Pick<TableToolbarProps<Row>, "filters" | "query" | "changeQuery">) {
  if (filters.length === 0) return null
  const chosen = (id: string) => query.filters[id] ?? []
  const set = (id: string, values: readonly string[]) =>
    changeQuery({ filters: { ...query.filters, [id]: values } })
  const choices = ({ id, options }: TableFilter<Row>): MenuItem[] =>
    options.map(({ value, label = value }) => ({
      label,
      checked: chosen(id).includes(value),
      onSelect: () =>
        set(
          id,
          chosen(id).includes(value) ? chosen(id).filter((other) => other !== value) : [...chosen(id), value],
        ),
    }))
  const only = filters.length === 1 ? filters[0] : undefined
  const active = filters.filter(({ id }) => chosen(id).length > 0)
  return (
    <>
      <Menu
        trigger={<Button icon={<ListFilter />}>{only ? only.label : "Filter"}</Button>}
        items={
          only ? choices(only) : filters.map((filter) => ({ label: filter.label, items: choices(filter) }))
        }
      />
      {active.map((filter) => (
        <Chip
          key={filter.id}
          selected
          onRemove={() => set(filter.id, [])}
          removeLabel={`Take away the filter ${filter.label}`}
        >
          {filter.label}:{" "}
          {chosen(filter.id)
            .map((value) => filter.options.find((option) => option.value === value)?.label ?? value)
            .join(", ")}
        </Chip>
      ))}
    </>
  )
}
