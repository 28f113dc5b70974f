import type { StudioRun } from "@internal/schema/studio"
import { Eye, EyeOff } from "lucide-react"
import { useMemo, useState } from "react"
import { useSearchParams } from "wouter"
import { endedOf, namesOf } from "../../run/run-facts.ts"
import { type JoinedLine, useRunLines } from "../../run/use-run-lines.ts"
import { ValuePanel } from "../../run/value-panel.tsx"
import { Button } from "../../ui/button.tsx"
import { Card } from "../../ui/card.tsx"
import { DataTable } from "../../ui/data-table/data-table.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { formatNumber } from "../../ui/format.ts"
import { RadioGroup } from "../../ui/radio-group.tsx"
import { Select } from "../../ui/select.tsx"
import styles from "./compare.module.css"
import { type EvaluatedOutput, evaluatedOutputs, outputId, rowColumns, rowValues } from "./row-columns.tsx"
import { isShown, ROW_FILTERS, type RowFilter, rowScores, scoredMetrics } from "./row-directions.ts"
import type { RunComparison } from "./run-comparison.ts"

interface RowsTableProps {
  names: readonly string[]
  labels: Readonly<Record<string, string>>
  runs: readonly { name: string; run: StudioRun | undefined }[]
  evaluations: readonly StudioRun[]
  answer: RunComparison | undefined
}

const keyOf = (row: JoinedLine) => String(row.line)
const split = (text: string) => (text === "" ? [] : text.split("\n"))

/** The lines of the base with what each other run answered, word by word where that differs. */
export function RowsTable({ names, labels, runs, evaluations, answer }: RowsTableProps) {
  const [params, setParams] = useSearchParams()
  const filter: RowFilter = ROW_FILTERS.find(({ value }) => value === params.get("rows"))?.value ?? "all"
  const withEvaluations = params.has("evaluations")
  const scored = scoredMetrics(answer)
  const metric = scored.find((one) => one === params.get("by")) ?? scored[0]
  const base = names[0] as string
  const others = useMemo(() => names.slice(1), [names])
  const evaluationNames = withEvaluations ? evaluations.map(({ name }) => name).join("\n") : ""
  const beside = useMemo(() => [...others, ...split(evaluationNames)], [others, evaluationNames])
  const isAsked = filter !== "all" || Boolean(params.get("q") || params.get("sort"))
  const ended = runs.map(({ run }) => (run ? endedOf(run) : 0))
  const { lines, ...reading } = useRunLines(base, { beside, all: isAsked, changed: ended.join() })
  const scores = useMemo(() => rowScores(answer, metric), [answer, metric])
  const shown = useMemo(
    () => lines.filter((line) => isShown(filter, line, others, scores)),
    [lines, filter, others, scores],
  )
  // flows may have outputs of their own: the base's come first
  const outputs = [
    ...new Set([
      ...namesOf(lines, "outputs"),
      ...others.flatMap((name) =>
        namesOf(
          lines.slice(0, 500).flatMap(({ others: of }) => of[name] ?? []),
          "outputs",
        ),
      ),
    ]),
  ].join("\n")
  const inputs = namesOf(lines, "inputs").join("\n")
  const evaluated = JSON.stringify(
    withEvaluations
      ? evaluatedOutputs(evaluations, (name) =>
          namesOf(
            lines.slice(0, 500).flatMap(({ others: of }) => of[name] ?? []),
            "outputs",
          ),
        )
      : [],
  )
  const parts = useMemo(
    () => ({
      inputs: split(inputs),
      outputs: split(outputs),
      evaluated: JSON.parse(evaluated) as EvaluatedOutput[],
      base,
      others,
      labels,
    }),
    [inputs, outputs, evaluated, base, others, labels],
  )
  const columns = useMemo(
    () => rowColumns({ ...parts, scores, scored: scored.length > 0 }),
    [parts, scores, scored.length],
  )
  const [opened, setOpened] = useState<{ row: JoinedLine; value: string }>()
  const [firstOutput = ""] = parts.outputs
  const set = (name: string, value: string | null) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        if (value === null) next.delete(name)
        else next.set(name, value)
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
          onOpen={(row) => setOpened({ row, value: outputId(firstOutput, others[0] ?? base) })}
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
            <>
              <RadioGroup
                label="Which lines"
                hideLabel
                look="segments"
                value={filter}
                onChange={(value) => set("rows", value === "all" ? null : value)}
                options={ROW_FILTERS}
              />
              {scored.length > 1 ? (
                <Select
                  label="Metric that scores the lines"
                  hideLabel
                  value={metric ?? ""}
                  options={scored.map((value) => ({ value, label: `by ${value}` }))}
                  onChange={(value) => set("by", value === scored[0] ? null : value)}
                />
              ) : null}
              {evaluations.length > 0 ? (
                <Button
                  icon={withEvaluations ? <EyeOff /> : <Eye />}
                  aria-pressed={withEvaluations}
                  onClick={() => set("evaluations", withEvaluations ? null : "shown")}
                >
                  Evaluations
                </Button>
              ) : null}
            </>
          }
          empty={
            <EmptyState
              action={
                filter === "all" ? null : <Button onClick={() => set("rows", null)}>Show all lines</Button>
              }
            >
              {filter === "all" ? "The base has no ended line." : "No line is so."}
            </EmptyState>
          }
        />
      </div>
      {opened ? (
        <ValuePanel
          run={base}
          line={opened.row}
          values={rowValues(opened.row, parts)}
          shown={opened.value}
          onShow={(value) => setOpened({ ...opened, value })}
          {...(others.length > 0 && { against: outputId(firstOutput, base) })}
          onClose={() => setOpened(undefined)}
        />
      ) : null}
    </Card>
  )
}
