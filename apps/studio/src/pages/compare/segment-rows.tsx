import type { StudioRun } from "@internal/schema/studio"
import { useState } from "react"
import { useAnswer } from "../../api/queries.ts"
import { Card } from "../../ui/card.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { formatCount } from "../../ui/format.ts"
import { Select } from "../../ui/select.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import styles from "./compare.module.css"
import { PlotHead, PlotRows } from "./plot-rows.tsx"
import type { RunComparison } from "./run-comparison.ts"

interface SegmentRowsProps {
  base: StudioRun | undefined
  /** Names of the flow's inputs, by which lines may be told apart too. */
  inputs: readonly string[]
  segment: string
  onSegment: (column: string) => void
  /** With the segments, where there are any. */
  answer: RunComparison | undefined
  /** Metrics that lines have scores of. */
  scored: readonly string[]
  error: Error | null
}

/** A metric on the lines of each value of a column by itself: where a run gains, and where it loses. */
export function SegmentRows({ base, inputs, segment, onSegment, answer, scored, error }: SegmentRowsProps) {
  const path = base?.dataPath ?? ""
  const preview = useAnswer("data.preview", { path, limit: 50 }, { enabled: path !== "" })
  const [chosen, choose] = useState("")
  const columns = [...new Set([...(preview.data?.columns ?? []).map(({ name }) => name), ...inputs])]
  if (segment !== "" && !columns.includes(segment)) columns.push(segment)
  const segments = answer?.comparison.segments
  const metrics = (segments?.metrics ?? []).filter(({ metric }) => scored.includes(metric))
  const shown = metrics.find(({ metric }) => metric === chosen) ?? metrics[0]
  const labelOf = (run: string) => answer?.labels[run] ?? run
  return (
    <Card
      title="By segment"
      flush
      actions={
        <>
          {segment !== "" && metrics.length > 1 ? (
            <Select
              label="Metric of the segments"
              hideLabel
              size="small"
              value={shown?.metric ?? ""}
              options={metrics.map(({ metric }) => ({ value: metric }))}
              onChange={choose}
            />
          ) : null}
          <Select
            label="Column of the segments"
            hideLabel
            size="small"
            value={segment}
            options={[{ value: "", label: "no segments" }, ...columns.map((value) => ({ value }))]}
            onChange={onSegment}
          />
        </>
      }
    >
      {segment === "" ? (
        <p className={styles.said}>Choose a column: each metric is then compared for each of its values.</p>
      ) : error ? (
        <div className={styles.said}>
          <ErrorView error={error} />
        </div>
      ) : segments?.column !== segment ? (
        <div className={styles.said}>
          <Skeleton text={`Comparing by ${segment}…`} rows={3} />
        </div>
      ) : !shown ? (
        <p className={styles.said}>No metric has a score for each line: segments cannot be compared.</p>
      ) : (
        <div className={styles.wide}>
          <table className={styles.table}>
            <PlotHead first={segment} />
            {shown.segments.map(({ segment: value, rows, values, variants }) => (
              <PlotRows
                key={value}
                title={value}
                note={formatCount(rows, "line")}
                name={`${shown.metric}, ${segment} ${value},`}
                base={answer?.comparison.base ?? ""}
                {...{ values, variants, labelOf }}
              />
            ))}
          </table>
        </div>
      )}
    </Card>
  )
}
