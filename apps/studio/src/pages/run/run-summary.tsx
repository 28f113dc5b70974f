import type { StudioRun } from "@internal/schema/studio"
import { useMemo } from "react"
import { TimeHistogram } from "../../run/histogram.tsx"
import { durationOf, isOver, metricText, progressOf } from "../../run/run-facts.ts"
import type { JoinedLine } from "../../run/use-run-lines.ts"
import { Button } from "../../ui/button.tsx"
import { classNames } from "../../ui/class-names.ts"
import { Cost, Duration, Tokens } from "../../ui/figures.tsx"
import { formatCount, formatDuration, formatNumber } from "../../ui/format.ts"
import { ProgressBar } from "../../ui/progress-bar.tsx"
import { StateBar } from "../../ui/state-bar.tsx"
import styles from "./run.module.css"

interface RunSummaryProps {
  run: StudioRun
  evaluations: readonly StudioRun[]
  lines: readonly JoinedLine[]
  status: string | undefined
  onStatus: (status: string | null) => void
  onMetrics: () => void
}

const SHOWN = 4
const WAYS = ["done", "failed", "crashed", "cancelled"] as const

/** Did it work, how good is it, how much did it take. */
export function RunSummary({ run, evaluations, lines, status, onStatus, onMetrics }: RunSummaryProps) {
  const durations = useMemo(
    () =>
      lines.filter(({ status: way }) => way === "done" || way === "failed").map(({ duration }) => duration),
    [lines],
  )
  const { done, failed, crashed, cancelled } = run.counts
  const ended = done + failed
  const isPart = durations.length > 0 && durations.length < ended
  const none = ended > 0 ? "Lines are being read." : isOver(run) ? "No line ended." : undefined
  const metrics = [run, ...evaluations].flatMap((one) =>
    Object.entries(one.metrics).map(([metric, value]) => ({ metric, value, of: one })),
  )
  return (
    <div className={styles.summary}>
      <section className={styles.panel} aria-label="Did it work">
        <h2 className={styles.panelTitle}>Lines</h2>
        {run.state === "running" ? (
          <div className={styles.live}>
            <Live run={run} />
          </div>
        ) : null}
        <StateBar
          counts={{ done, failed, crashed, cancelled }}
          selected={WAYS.find((way) => way === status) ?? null}
          onSelect={onStatus}
          none={isOver(run) ? "No line ran" : "No lines yet"}
        />
      </section>
      <section className={styles.panel} aria-label="How good">
        <h2 className={styles.panelTitle}>Metrics</h2>
        {metrics.length === 0 ? (
          <p className={styles.muted}>
            {run.run === null ? "No evaluation has measured it yet." : "It has logged no metric."}
          </p>
        ) : (
          <dl className={styles.figures}>
            {metrics.slice(0, SHOWN).map(({ metric, value, of }) => (
              <div key={`${of.name} ${metric}`} className={styles.figure} title={of.displayName}>
                <dt>{metric}</dt>
                <dd>{metricText(value)}</dd>
              </div>
            ))}
            {metrics.length > SHOWN ? (
              <div className={classNames(styles.figure, styles.more)}>
                <dt className="visually-hidden">More</dt>
                <dd>
                  <Button size="small" variant="quiet" onClick={onMetrics}>
                    {metrics.length - SHOWN} more
                  </Button>
                </dd>
              </div>
            ) : null}
          </dl>
        )}
      </section>
      <section className={styles.panel} aria-label="How much">
        <h2 className={styles.panelTitle}>Time and cost</h2>
        <div className={styles.much}>
          <dl className={styles.figures}>
            <div className={styles.figure}>
              <dt>Duration</dt>
              <dd>
                <Duration milliseconds={durationOf(run)} />
              </dd>
            </div>
            <div className={styles.figure}>
              <dt>Tokens</dt>
              <dd title={`${run.usage.prompt_tokens} prompt, ${run.usage.completion_tokens} completion`}>
                <Tokens count={run.usage.total_tokens} />
              </dd>
            </div>
            <div className={styles.figure}>
              <dt>Cost</dt>
              <dd>
                <Cost dollars={run.cost} />
              </dd>
            </div>
          </dl>
          <div className={styles.histogram}>
            <p className={styles.small}>
              {isPart ? `Time of ${formatCount(durations.length, "line")} read` : "Time per line"}
            </p>
            <TimeHistogram durations={durations} {...(none !== undefined && { none })} />
          </div>
        </div>
      </section>
    </div>
  )
}

function Live({ run }: { run: StudioRun }) {
  const { ended, total, rate, left } = progressOf(run)
  const words = [
    total === null ? formatCount(ended, "line") : `${formatNumber(ended)} of ${formatNumber(total)}`,
    rate !== null && `${formatNumber(rate, rate < 10 ? 1 : 0)} lines/s`,
    left !== null && left > 0 && `about ${formatDuration(left)} left`,
  ].filter(Boolean)
  return <ProgressBar label="Running" value={ended} total={total} text={words.join(" · ")} />
}
