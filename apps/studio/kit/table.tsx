import { Plus } from "lucide-react"
import { Badge } from "../src/ui/badge.tsx"
import { Button } from "../src/ui/button.tsx"
import type { Column } from "../src/ui/data-table/columns.ts"
import { DataTable } from "../src/ui/data-table/data-table.tsx"
import type { TableFilter } from "../src/ui/data-table/table-view.ts"
import { Cost, DateTime, Duration, Tokens } from "../src/ui/figures.tsx"
import { StateLabel } from "../src/ui/state-dot.tsx"
import { STATE_NAMES, type State } from "../src/ui/states.ts"

interface Row {
  name: string
  state: State
  flow: string
  started: number
  duration: number
  tokens: number
  cost: number | null
  accuracy: number
}

const many = Number(new URLSearchParams(location.search).get("rows") ?? 2000)
const of: State[] = ["done", "done", "done", "failed", "running", "crashed", "cancelled"]
const START = Date.UTC(2026, 10, 27, 4)
const ROWS: Row[] = Array.from({ length: many }, (_, at) => ({
  name: `web-classification-${String(many - at).padStart(5, "0")}`,
  state: of[(at * 5) % of.length] as State,
  flow: at % 3 ? "web-classification" : "chat-with-wikipedia",
  started: START - at * 977_000,
  duration: 640 * (1 + ((at * 37) % 211)),
  tokens: (at * 7919) % 180_000,
  cost: at % 11 === 0 ? null : ((at * 31) % 900) / 1000,
  accuracy: ((at * 13) % 100) / 100,
}))

const COLUMNS: Column<Row>[] = [
  {
    id: "name",
    header: "Run",
    sticky: true,
    width: 240,
    hideable: false,
    value: (row) => row.name,
    cell: (row) => <a href={`/runs/${row.name}`}>{row.name}</a>,
  },
  {
    id: "state",
    header: "State",
    width: 120,
    value: (row) => row.state,
    cell: (row) => <StateLabel state={row.state} />,
  },
  { id: "flow", header: "Flow", grow: true, width: 180, value: (row) => row.flow, cell: (row) => row.flow },
  { id: "type", header: "Type", width: 96, cell: () => <Badge>batch</Badge> },
  {
    id: "started",
    header: "Started",
    width: 130,
    value: (row) => row.started,
    cell: (row) => <DateTime value={row.started} relative />,
  },
  {
    id: "duration",
    header: "Duration",
    width: 110,
    align: "right",
    value: (row) => row.duration,
    cell: (row) => <Duration milliseconds={row.duration} />,
  },
  {
    id: "tokens",
    header: "Tokens",
    width: 96,
    align: "right",
    value: (row) => row.tokens,
    cell: (row) => <Tokens count={row.tokens} />,
  },
  {
    id: "cost",
    header: "Cost",
    width: 90,
    align: "right",
    value: (row) => row.cost,
    cell: (row) => <Cost dollars={row.cost} />,
  },
  {
    id: "accuracy",
    header: "Accuracy",
    group: "eval-accuracy",
    width: 110,
    align: "right",
    value: (row) => row.accuracy,
    cell: (row) => row.accuracy.toFixed(2),
  },
  { id: "note", header: "Note", hidden: true, cell: () => "–" },
]
const FILTERS: TableFilter<Row>[] = [
  {
    id: "state",
    label: "State",
    options: (["done", "failed", "crashed", "cancelled", "running"] as const).map((value) => ({
      value,
      label: STATE_NAMES[value],
    })),
    values: (row) => row.state,
  },
  {
    id: "flow",
    label: "Flow",
    options: [{ value: "web-classification" }, { value: "chat-with-wikipedia" }],
    values: (row) => row.flow,
  },
]
const keyOf = (row: Row) => row.name

export function Table() {
  return (
    <DataTable
      id="kit"
      label="Runs"
      rows={ROWS}
      rowKey={keyOf}
      columns={COLUMNS}
      filters={FILTERS}
      search="Search runs"
      initialSort={{ id: "started", descending: true }}
      onOpen={(row) => {
        document.title = row.name
      }}
      bulkActions={(rows) => (
        <>
          <Button>Compare {rows.length}</Button>
          <Button variant="danger">Archive</Button>
        </>
      )}
      toolbar={
        <Button variant="primary" icon={<Plus />}>
          New run
        </Button>
      }
    />
  )
}
