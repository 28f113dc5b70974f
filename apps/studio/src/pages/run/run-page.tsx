import { useState } from "react"
import { Link, useParams, useSearchParams } from "wouter"
import { obstacleOf, useAnswer } from "../../api/queries.ts"
import { shownError } from "../../api/shown-error.ts"
import { flowAddress } from "../../flow/flow-address.ts"
import { Page } from "../../frame/page.tsx"
import { endedOf, groupAddress, groupOf, variantOf } from "../../run/run-facts.ts"
import { useRunImages } from "../../run/run-images.ts"
import { statusesOf, useRunLines } from "../../run/use-run-lines.ts"
import { Badge } from "../../ui/badge.tsx"
import { Button } from "../../ui/button.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { DateTime } from "../../ui/figures.tsx"
import { ImageAddress } from "../../ui/image-address.ts"
import { Skeleton } from "../../ui/skeleton.tsx"
import { StateLabel } from "../../ui/state-dot.tsx"
import { Tabs } from "../../ui/tabs.tsx"
import { AggregationBanner } from "./aggregation-banner.tsx"
import { DetailsTab } from "./details-tab.tsx"
import { EvaluationDrawer } from "./evaluation-drawer.tsx"
import { LogsTab } from "./logs-tab.tsx"
import { MetricsTab } from "./metrics-tab.tsx"
import { OutputsTab } from "./outputs-tab.tsx"
import styles from "./run.module.css"
import { RunActions } from "./run-actions-bar.tsx"
import { RunSummary } from "./run-summary.tsx"
import { SnapshotTab } from "./snapshot-tab.tsx"

const TABS = ["outputs", "metrics", "logs", "snapshot", "details"] as const
type Shown = (typeof TABS)[number]
const LABELS: Record<Shown, string> = {
  outputs: "Outputs",
  metrics: "Metrics",
  logs: "Logs",
  snapshot: "Snapshot",
  details: "Details",
}
const CRUMBS = [{ label: "Runs", href: "/runs" }]

export default function RunPage() {
  const { name = "" } = useParams<{ name: string }>()
  return (
    <ImageAddress value={useRunImages(name)}>
      <OneRun key={name} name={name} />
    </ImageAddress>
  )
}

function OneRun({ name }: { name: string }) {
  const [params, setParams] = useSearchParams()
  const [evaluating, setEvaluating] = useState(false)
  const answer = useAnswer("runs.get", { name })
  const evaluations = useAnswer("runs.list", { run: name, limit: 100 })
  const run = answer.data
  const status = statusesOf(params.get("status") ?? "").join() || undefined
  const tab = TABS.find((one) => one === params.get("tab")) ?? "outputs"
  // the same pages as the table's first ones: they are read once
  const first = useRunLines(name, { changed: run && endedOf(run) })
  const set = (key: string, value: string | null) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        if (value === null) next.delete(key)
        else next.set(key, value)
        return next
      },
      { replace: true },
    )
  const obstacle = obstacleOf(answer)
  if (obstacle)
    return (
      <Page title={name} breadcrumb={CRUMBS}>
        <ErrorView
          look="page"
          title="The run could not be read."
          error={obstacle}
          actions={
            <Button asChild>
              <Link href="/runs">To the runs</Link>
            </Button>
          }
        />
      </Page>
    )
  if (!run)
    return (
      <Page title={name} breadcrumb={CRUMBS}>
        <Skeleton text="Reading the run…" rows={6} />
      </Page>
    )
  const over = evaluations.data ?? []
  const group = groupOf(run)
  return (
    <Page
      title={run.displayName}
      breadcrumb={CRUMBS}
      fill
      mark={
        <span role="status">
          <StateLabel state={run.state} />
        </span>
      }
      description={
        <span className={styles.facts}>
          {run.flow === null ? run.flowName : <Link href={flowAddress(run.flow)}>{run.flowName}</Link>}
          {variantOf(run) ? <Badge>{variantOf(run)}</Badge> : null}
          <span aria-hidden="true">·</span>
          <DateTime value={run.createdOn} relative />
          {group === undefined ? null : (
            <>
              <span aria-hidden="true">·</span>
              <Link href={groupAddress(group)}>All runs of its bulk test</Link>
            </>
          )}
          {run.run === null ? null : (
            <>
              <span aria-hidden="true">·</span>
              <span className={styles.evaluates}>
                evaluates <Link href={`/runs/${encodeURIComponent(run.run)}`}>{run.run}</Link>
              </span>
            </>
          )}
          {run.archived ? <Badge>archived</Badge> : null}
        </span>
      }
      actions={<RunActions run={run} evaluations={over} onEvaluate={() => setEvaluating(true)} />}
    >
      <div className={styles.room}>
        {run.error && run.state !== "done" && run.state !== "running" ? (
          <ErrorView error={shownError(run.error)} />
        ) : null}
        <AggregationBanner run={run} />
        <RunSummary
          run={run}
          evaluations={over}
          lines={first.lines}
          status={status}
          onStatus={(next) => {
            set("status", next)
            if (tab !== "outputs") set("tab", null)
          }}
          onMetrics={() => set("tab", "metrics")}
        />
        <Tabs
          label="Parts of the run"
          fill
          value={tab}
          onChange={(next) => set("tab", next === "outputs" ? null : next)}
          tabs={TABS.map((value) => ({ value, label: LABELS[value] }))}
        >
          {tab === "outputs" && (
            <OutputsTab
              run={run}
              evaluations={over}
              status={status}
              onStatus={(next) => set("status", next)}
              query={params}
            />
          )}
          {tab === "metrics" && (
            <MetricsTab run={run} evaluations={over} onEvaluate={() => setEvaluating(true)} />
          )}
          {tab === "logs" && <LogsTab run={run} />}
          {tab === "snapshot" && <SnapshotTab run={run} />}
          {tab === "details" && <DetailsTab run={run} evaluations={over} />}
        </Tabs>
      </div>
      {evaluating ? (
        <EvaluationDrawer run={run} lines={first.lines} onClose={() => setEvaluating(false)} />
      ) : null}
    </Page>
  )
}
