import type { StudioRun } from "@internal/schema/studio"
import { DatabaseZap, TriangleAlert } from "lucide-react"
import { useCallback, useMemo, useState } from "react"
import { useLocation, useSearchParams } from "wouter"
import { AddToDataset } from "../../run/add-to-dataset.tsx"
import { FIELDS, lineTest } from "../../run/line-expression.ts"
import { endedOf, namesOf } from "../../run/run-facts.ts"
import { type JoinedLine, statusesOf, useRunLines } from "../../run/use-run-lines.ts"
import { ValuePanel } from "../../run/value-panel.tsx"
import { Button } from "../../ui/button.tsx"
import { DataTable } from "../../ui/data-table/data-table.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { formatNumber } from "../../ui/format.ts"
import { ExpressionField } from "./expression-field.tsx"
import { type LinePart, lineColumns, valuesOf } from "./line-columns.tsx"
import styles from "./run.module.css"

const keyOf = (line: JoinedLine) => String(line.line)
const classOf = (line: JoinedLine) =>
  line.status === "failed" || line.status === "crashed" ? styles.failed : undefined

/** Lines that gave nothing: of the flow's own doing, or because it crashed. */
const FAILURES = ["failed", "crashed"] as const
const FAILED = FAILURES.join()
const sum = (counts: readonly number[]) => counts.reduce((all, one) => all + one, 0)

/** A test of lines by what was typed; none while it cannot be read, or nothing is asked. */
function readExpression(text: string, evaluations: Record<string, string>) {
  if (text.trim() === "") return {}
  try {
    return { test: lineTest(text, evaluations) }
  } catch (thrown) {
    return { problem: (thrown as Error).message }
  }
}

interface OutputsTabProps {
  run: StudioRun
  evaluations: readonly StudioRun[]
  status: string | undefined
  onStatus: (status: string | null) => void
  query: URLSearchParams
}

/** Every line with what went in and what came out, and what evaluations say of it. */
export function OutputsTab({ run, evaluations, status, onStatus, query }: OutputsTabProps) {
  const [, go] = useLocation()
  const [opened, setOpened] = useState<{ line: JoinedLine; column: string } | null>(null)
  const [added, setAdded] = useState<readonly JoinedLine[] | null>(null)
  const names = evaluations.map(({ name }) => name).join("\n")
  const titles = evaluations.map(({ displayName }) => displayName.replaceAll("\n", " ")).join("\n")
  const beside = useMemo(() => (names === "" ? [] : names.split("\n")), [names])
  const [, setParams] = useSearchParams()
  const where = query.get("where") ?? ""
  const isAsked = Boolean(query.get("q") || query.get("sort") || where)
  const ended = endedOf(run)
  const changed = `${ended} ${evaluations.map(endedOf).join()}`
  const { lines: read, ...reading } = useRunLines(run.name, { status, beside, all: isAsked, changed })
  const known = JSON.stringify(
    Object.fromEntries(
      evaluations
        .flatMap(({ name, flowName }) => [
          [flowName, name],
          [name, name],
        ])
        .reverse(),
    ),
  )
  const asked = useMemo(() => readExpression(where, JSON.parse(known)), [where, known])
  const lines = useMemo(() => (asked.test ? read.filter(asked.test) : read), [read, asked])
  const setWhere = useCallback(
    (value: string) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before)
          if (value.trim() === "") next.delete("where")
          else next.set("where", value)
          return next
        },
        { replace: true },
      ),
    [setParams],
  )

  const inputs = namesOf(read, "inputs").join("\n")
  const outputs = namesOf(read, "outputs").join("\n")
  const evaluated = beside
    .flatMap((name) =>
      namesOf(
        read.slice(0, 500).flatMap(({ others }) => others[name] ?? []),
        "outputs",
      ).map((output) => `${name}\t${output}`),
    )
    .join("\n")
  const open = useCallback((line: JoinedLine, column: string) => setOpened({ line, column }), [])
  const parts = useMemo((): LinePart[] => {
    const list = (text: string) => (text === "" ? [] : text.split("\n"))
    return [
      ...list(inputs).map((name): LinePart => ({ side: "inputs", name })),
      ...list(outputs).map((name): LinePart => ({ side: "outputs", name })),
      ...list(evaluated).map((both): LinePart => {
        const [of = "", name = ""] = both.split("\t")
        return { side: "evaluation", name, of, title: titles.split("\n")[beside.indexOf(of)] ?? of }
      }),
    ]
  }, [inputs, outputs, evaluated, titles, beside])
  const [inputNames, outputNames] = (["inputs", "outputs"] as const).map((side) =>
    parts.flatMap((part) => (part.side === side ? part.name : [])),
  ) as [string[], string[]]
  const statuses = statusesOf(status ?? "")
  const total = status ? sum(statuses.map((one) => run.counts[one])) : ended
  const isFailedOnly =
    statuses.length > 0 &&
    statuses.every((one) => FAILURES.some((failure) => failure === one)) &&
    FAILURES.every((one) => run.counts[one] === 0 || statuses.includes(one))
  const columns = useMemo(() => lineColumns(parts, open, isFailedOnly), [parts, open, isFailedOnly])
  const hasFailed = run.counts.failed + run.counts.crashed > 0
  return (
    <div className={styles.columns}>
      <DataTable
        id={`run-lines ${run.flowName}`}
        label="Lines"
        rows={lines}
        rowKey={keyOf}
        columns={columns}
        search="Search lines"
        rowClassName={classOf}
        onOpen={(line) => go(`/runs/${encodeURIComponent(run.name)}/lines/${line.line}`)}
        loading={
          (reading.isPending || (reading.isBehind && read.length === 0 && total > 0)) && "Reading lines…"
        }
        error={reading.error}
        onRetry={reading.again}
        onEndReached={reading.more}
        total={asked.test ? null : total}
        loadingMore={
          (reading.isReading || (isAsked && !reading.isWhole)) &&
          `Reading lines: ${formatNumber(read.length)} of ${formatNumber(total)}…`
        }
        bulkActions={(chosen) => (
          <Button icon={<DatabaseZap />} onClick={() => setAdded(chosen)}>
            Add to dataset
          </Button>
        )}
        toolbar={
          <>
            <ExpressionField
              value={where}
              problem={asked.problem}
              onChange={setWhere}
              fields={[
                ...FIELDS,
                ...inputNames.map((name) => `inputs.${name}`),
                ...outputNames.map((name) => `outputs.${name}`),
                ...parts.flatMap(({ of, name }) => {
                  const evaluation = evaluations.find((one) => one.name === of)
                  return evaluation ? `${evaluation.flowName}.${name}` : []
                }),
              ]}
            />
            {hasFailed ? (
              <Button
                icon={<TriangleAlert />}
                aria-pressed={isFailedOnly}
                variant={isFailedOnly ? "primary" : "default"}
                onClick={() => onStatus(isFailedOnly ? null : FAILED)}
              >
                Failed only
              </Button>
            ) : null}
          </>
        }
        empty={
          asked.test && read.length > 0 ? (
            <EmptyState action={<Button onClick={() => setWhere("")}>Clear the filter</Button>}>
              {reading.isWhole ? "No line is so." : "Lines are still being read."}
            </EmptyState>
          ) : status ? (
            <EmptyState action={<Button onClick={() => onStatus(null)}>Show all lines</Button>}>
              No line has this state.
            </EmptyState>
          ) : (
            <EmptyState>
              {run.state === "running" ? "Lines are listed here as they end." : "No line of it has ended."}
            </EmptyState>
          )
        }
      />
      {added ? <AddToDataset run={run} lines={added} onClose={() => setAdded(null)} /> : null}
      {opened ? (
        <ValuePanel
          run={run.name}
          line={opened.line}
          values={valuesOf(opened.line, parts)}
          shown={opened.column}
          onShow={(column) => setOpened({ ...opened, column })}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </div>
  )
}
