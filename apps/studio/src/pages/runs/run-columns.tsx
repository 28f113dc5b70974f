import type { StudioRun } from "@internal/schema/studio"
import { Link } from "wouter"
import { flowAddress } from "../../flow/flow-address.ts"
import { durationOf, kindOf, metricText, variantOf } from "../../run/run-facts.ts"
import { Badge } from "../../ui/badge.tsx"
import { CutText } from "../../ui/cut-text.tsx"
import type { Column } from "../../ui/data-table/columns.ts"
import { Cost, DateTime, Duration, None, Tokens } from "../../ui/figures.tsx"
import { MarkedName } from "../../ui/marked-name.tsx"
import { StateLabel } from "../../ui/state-dot.tsx"
import { STATE_NAMES } from "../../ui/states.ts"
import { LineCounts } from "./line-counts.tsx"
import styles from "./runs.module.css"

/** Metrics that are shown at first; the others are in the columns menu. */
const SHOWN_METRICS = 2

/** `repeated`: display names of several runs, whose links are called by the runs' own names too. */
export function runColumns(metrics: readonly string[], repeated: ReadonlySet<string>): Column<StudioRun>[] {
  return [
    {
      id: "name",
      header: "Run",
      sticky: true,
      width: 210,
      grow: true,
      hideable: false,
      value: (run) => `${run.displayName} ${run.name}`,
      cell: (run) => (
        <MarkedName title={run.displayName === run.name ? run.name : `${run.displayName}\n${run.name}`}>
          <Link
            href={`/runs/${encodeURIComponent(run.name)}`}
            aria-label={repeated.has(run.displayName) ? `${run.displayName}, ${run.name}` : run.displayName}
          >
            <CutText text={run.displayName} />
          </Link>
          {run.archived ? <Badge>archived</Badge> : null}
        </MarkedName>
      ),
    },
    {
      id: "state",
      header: "State",
      width: 104,
      value: (run) => STATE_NAMES[run.state],
      cell: (run) => <StateLabel state={run.state} />,
    },
    {
      id: "lines",
      header: "Lines",
      width: 116,
      hint: "Done, failed, and of how many",
      value: (run) => run.counts.done,
      cell: (run) => <LineCounts run={run} />,
    },
    {
      id: "flow",
      header: "Flow",
      width: 124,
      grow: true,
      value: (run) => run.flowName,
      cell: (run) =>
        run.flow === null ? (
          run.flowName
        ) : (
          <Link className={styles.quiet} href={flowAddress(run.flow)}>
            {run.flowName}
          </Link>
        ),
    },
    {
      id: "variant",
      header: "Variant",
      width: 96,
      value: variantOf,
      cell: (run) => variantOf(run) || <None label="as the flow is" />,
    },
    {
      id: "kind",
      header: "Kind",
      width: 92,
      value: kindOf,
      cell: (run) =>
        kindOf(run) === "evaluation" ? (
          <Badge tone="accent">Evaluation</Badge>
        ) : (
          <Badge>{kindOf(run) === "test" ? "Test" : "Batch"}</Badge>
        ),
    },
    ...metrics.map(
      (name, at): Column<StudioRun> => ({
        id: `metric ${name}`,
        header: name,
        group: "Metrics",
        width: 104,
        align: "right",
        hidden: at >= SHOWN_METRICS,
        value: (run) => {
          const value = run.metrics[name]
          return typeof value === "number" ? value : undefined
        },
        cell: (run) => (name in run.metrics ? metricText(run.metrics[name]) : <None label="not measured" />),
      }),
    ),
    {
      id: "duration",
      header: "Duration",
      width: 96,
      align: "right",
      value: (run) => durationOf(run),
      cell: (run) => <Duration milliseconds={durationOf(run)} />,
    },
    {
      id: "tokens",
      header: "Tokens",
      width: 84,
      align: "right",
      value: (run) => run.usage.total_tokens,
      cell: (run) => <Tokens count={run.usage.total_tokens} />,
    },
    {
      id: "cost",
      header: "Cost",
      width: 80,
      align: "right",
      value: (run) => run.cost,
      cell: (run) => <Cost dollars={run.cost} />,
    },
    {
      id: "created",
      header: "Created",
      width: 112,
      value: (run) => new Date(run.createdOn),
      cell: (run) => <DateTime value={run.createdOn} relative />,
    },
  ]
}
