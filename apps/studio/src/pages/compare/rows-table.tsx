import type { StudioLine, StudioRun } from "@internal/schema/studio"
import { useMemo } from "react"
import { useLocation, useSearchParams } from "wouter"
import { asRecord, endedOf, namesOf } from "../../run/run-facts.ts"
import { type JoinedLine, useRunLines } from "../../run/use-run-lines.ts"
import { Card } from "../../ui/card.tsx"
import type { Column } from "../../ui/data-table/columns.ts"
import { DataTable } from "../../ui/data-table/data-table.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { formatNumber } from "../../ui/format.ts"
import { RadioGroup } from "../../ui/radio-group.tsx"
import { inlineText } from "../../ui/value-kind.ts"
import styles from "./compare.module.css"
import { ComparedCell, DirectionMark } from "./compared-cell.tsx"
import { directionsOf, type RowDirection, shownText } from "./row-directions.ts"
import type { RunComparison } from "./run-comparison.ts"

interface RowsTableProps {
  names: readonly string[]
  labels: Readonly<Record<string, string>>
  runs: readonly { name: string; run: StudioRun | undefined }[]
  answer: RunComparison | undefined
}

const FILTERS = [
  { value: "all", label: "All" },
  { value: "changed", label: "Changed" },
  { value: "worse", label: "Got worse" },
  { value: "better", label: "Got better" },
] as const
type Filter = (typeof FILTERS)[number]["value"]

const keyOf = (row: JoinedLine) => String(row.line)

/** The lines of the base with what each other run answered, word by word where that differs. */
export function RowsTable({ names, labels, runs, answer }: RowsTableProps) {
  const [params, setParams] = useSearchParams()
  const [, go] = useLocation()
  const filter: Filter = FILTERS.find(({ value }) => value === params.get("rows"))?.value ?? "all"
  const base = names[0] as string
  const others = useMemo(() => names.slice(1), [names])
  const isAsked = filter !== "all" || Boolean(params.get("q") || params.get("sort"))
  const ended = runs.map(({ run }) => (run ? endedOf(run) : 0))
  const { lines, ...reading } = useRunLines(base, { beside: others, all: isAsked, changed: ended.join() })
  const directions = useMemo(() => directionsOf(answer), [answer])
  const shown = useMemo(
    () =>
      lines.filter((line) => filter === "all" || isShown(filter, line, others, directions.get(line.line))),
    [lines, filter, others, directions],
  )
  const outputs = namesOf(lines, "outputs").join("\n")
  const inputs = namesOf(lines, "inputs").join("\n")
  const columns = useMemo(
    () => rowColumns({ inputs, outputs, base, others, labels, directions }),
    [inputs, outputs, base, others, labels, directions],
  )
  const setFilter = (value: Filter) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        if (value === "all") next.delete("rows")
        else next.set("rows", value)
        return next
      },
      { replace: true },
    )
  return (
    <Card title="Lines side by side" flush>
      <div className={styles.rows}>
        <DataTable
          id={`compare ${others.length}`}
          label="Lines"
          rows={shown}
          rowKey={keyOf}
          columns={columns}
          autoHeight
          rowHeight={56}
          search="Search lines"
          onOpen={(row) => go(`/runs/${encodeURIComponent(base)}/lines/${row.line}`)}
          loading={reading.isPending && "Reading lines…"}
          error={reading.error}
          onRetry={reading.again}
          onEndReached={reading.more}
          total={filter === "all" ? (ended[0] ?? null) : null}
          loadingMore={
            !reading.isWhole &&
            (reading.isReading || isAsked) &&
            `Reading lines: ${formatNumber(lines.length)}…`
          }
          toolbar={
            <RadioGroup
              label="Which lines"
              hideLabel
              look="segments"
              value={filter}
              onChange={(value) => setFilter(value as Filter)}
              options={FILTERS}
            />
          }
          empty={
            <EmptyState>{filter === "all" ? "The base has no ended line." : "No line is so."}</EmptyState>
          }
        />
      </div>
    </Card>
  )
}

function isShown(
  filter: Filter,
  line: JoinedLine,
  others: readonly string[],
  direction: ReadonlyMap<string, RowDirection> | undefined,
): boolean {
  if (filter === "changed") return others.some((name) => isChanged(line, line.others[name]))
  const wanted = filter === "worse" ? "worsened" : "improved"
  return [...(direction?.values() ?? [])].includes(wanted)
}

const isChanged = (line: StudioLine, other: StudioLine | undefined): boolean =>
  other?.status !== line.status || JSON.stringify(other?.outputs) !== JSON.stringify(line.outputs)

interface RowColumnsOptions {
  inputs: string
  outputs: string
  base: string
  others: readonly string[]
  labels: Readonly<Record<string, string>>
  directions: ReadonlyMap<number, ReadonlyMap<string, RowDirection>>
}

function rowColumns({
  inputs,
  outputs,
  base,
  others,
  labels,
  directions,
}: RowColumnsOptions): Column<JoinedLine>[] {
  const list = (text: string) => (text === "" ? [] : text.split("\n"))
  return [
    {
      id: "line",
      header: "Line",
      sticky: true,
      width: 60,
      align: "right",
      hideable: false,
      value: ({ line }) => line,
      cell: ({ line }) => line,
    },
    {
      id: "direction",
      header: "Score",
      sticky: true,
      width: 104,
      value: ({ line }) => [...(directions.get(line)?.values() ?? [])].join(" "),
      cell: ({ line }) => <DirectionMark directions={directions.get(line)} labels={labels} />,
    },
    ...list(inputs).map(
      (name): Column<JoinedLine> => ({
        id: `inputs.${name}`,
        header: name,
        group: "Inputs",
        width: 200,
        value: (row) => inlineText(asRecord(row.inputs)[name]),
        cell: (row) => <div className={styles.text}>{shownText(asRecord(row.inputs)[name])}</div>,
      }),
    ),
    ...list(outputs).flatMap((name): Column<JoinedLine>[] => [
      {
        id: `${name} ${base}`,
        header: labels[base] ?? base,
        group: name,
        width: 200,
        grow: true,
        value: (row) => inlineText(asRecord(row.outputs)[name]),
        cell: (row) => <ComparedCell name={name} base={row} />,
      },
      ...others.map(
        (other): Column<JoinedLine> => ({
          id: `${name} ${other}`,
          header: labels[other] ?? other,
          group: name,
          width: 200,
          grow: true,
          value: (row) => inlineText(asRecord(row.others[other]?.outputs)[name]),
          cell: (row) => <ComparedCell name={name} base={row} other={row.others[other] ?? null} />,
        }),
      ),
    ]),
  ]
}
