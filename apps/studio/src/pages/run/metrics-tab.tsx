import type { StudioRun } from "@internal/schema/studio"
import { FlaskConical } from "lucide-react"
import { useMemo } from "react"
import { Link } from "wouter"
import { IntervalMark, scaleOf } from "../../run/interval-mark.tsx"
import { metricInterval } from "../../run/metric-interval.ts"
import { endedOf, isOver, metricText } from "../../run/run-facts.ts"
import { useRunLines } from "../../run/use-run-lines.ts"
import { Button } from "../../ui/button.tsx"
import { Card } from "../../ui/card.tsx"
import { classNames } from "../../ui/class-names.ts"
import { EmptyState } from "../../ui/empty-state.tsx"
import { formatCount, formatNumber } from "../../ui/format.ts"
import { StateLabel } from "../../ui/state-dot.tsx"
import { AggregationBanner, aggregationAddress, useAggregation } from "./aggregation-banner.tsx"
import styles from "./run.module.css"

interface MetricsTabProps {
  run: StudioRun
  evaluations: readonly StudioRun[]
  onEvaluate: () => void
}

/** What the run and each evaluation of it have measured, with how far chance reaches. */
export function MetricsTab({ run, evaluations, onEvaluate }: MetricsTabProps) {
  const measured = [run, ...evaluations].filter(
    (one) => Object.keys(one.metrics).length > 0 || one.state === "running",
  )
  const others = evaluations.filter((one) => !measured.includes(one))
  if (measured.length === 0 && others.length === 0)
    return (
      <EmptyState
        action={
          run.run === null && run.state !== "running" ? (
            <Button variant="primary" icon={<FlaskConical />} onClick={onEvaluate}>
              New evaluation
            </Button>
          ) : null
        }
        link={<Link href="/gallery">See the evaluations of the gallery</Link>}
      >
        {run.run === null
          ? "Metrics come from an evaluation over the outputs of this run; the run is not run again."
          : "This evaluation has logged no metric."}
      </EmptyState>
    )
  return (
    <div className={styles.scroll}>
      <div className={styles.cards}>
        {[...measured, ...others].map((one) => (
          <Measured key={one.name} run={one} base={run} />
        ))}
      </div>
    </div>
  )
}

/** Intervals are made of the lines that are read: not of runs that are larger. */
const MOST = 5000

function Measured({ run, base }: { run: StudioRun; base: StudioRun }) {
  const isSelf = run === base
  const ended = endedOf(run)
  const { lines, isWhole } = useRunLines(run.name, { all: ended <= MOST, changed: ended })
  const aggregation = useAggregation(run)
  const rows = useMemo(
    () =>
      Object.entries(run.metrics).map(([name, value]) => ({
        name,
        value,
        interval:
          typeof value === "number" && isWhole && run.state === "done"
            ? metricInterval(name, value, lines, run.metrics)
            : undefined,
      })),
    [run.metrics, run.state, lines, isWhole],
  )
  return (
    <Card
      flush
      title={isSelf ? "Metrics of this run" : run.displayName}
      actions={
        <>
          {isSelf ? null : <StateLabel state={run.state} />}
          {aggregation ? (
            <Button size="small" variant="quiet" asChild>
              <Link href={aggregationAddress(run)}>What ran over all lines</Link>
            </Button>
          ) : null}
          {isSelf ? null : (
            <Button size="small" variant="quiet" asChild>
              <Link href={`/runs/${encodeURIComponent(run.name)}`}>Open</Link>
            </Button>
          )}
        </>
      }
    >
      {isSelf ? null : (
        <div className={styles.inset}>
          <AggregationBanner run={run} />
        </div>
      )}
      {!isSelf && isOver(run) && run.counts.done < endedOf(base) ? (
        <p className={styles.note}>
          {`Over ${formatNumber(run.counts.done)} of ${formatCount(endedOf(base), "line")}: lines that have failed are not measured.`}
        </p>
      ) : null}
      {rows.length === 0 ? (
        <EmptyState>
          {run.state === "running" ? "It is still measuring." : "It has logged no metric."}
        </EmptyState>
      ) : (
        <table className={classNames(styles.table, styles.measured)}>
          <thead>
            <tr>
              <th scope="col">Metric</th>
              <th scope="col" className={styles.number}>
                Value
              </th>
              <th scope="col" className={styles.plot}>
                95 % interval
              </th>
              <th scope="col" className={styles.number}>
                From
              </th>
              <th scope="col" className={styles.number}>
                To
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, value, interval }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className={styles.number}>{metricText(value)}</td>
                <td className={styles.plot}>
                  {typeof value === "number" ? (
                    <IntervalMark
                      label={name}
                      value={value}
                      low={interval?.low}
                      high={interval?.high}
                      {...scaleOf([value, interval?.low, interval?.high])}
                    />
                  ) : null}
                </td>
                <td className={styles.number}>{interval ? formatNumber(interval.low, 3) : ""}</td>
                <td className={styles.number}>{interval ? formatNumber(interval.high, 3) : ""}</td>
                <td />
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {run.state === "done" &&
      (isWhole || ended > MOST) &&
      rows.some(({ value, interval }) => typeof value === "number" && !interval) ? (
        <p className={styles.note}>
          {ended > MOST
            ? `No intervals: the run has more than ${formatNumber(MOST)} lines.`
            : "A metric that cannot be worked out again from its lines has no interval."}
        </p>
      ) : null}
    </Card>
  )
}
