import { useQuery } from "@tanstack/react-query"
import { GitCompareArrows } from "lucide-react"
import { useMemo } from "react"
import { Link, useSearchParams } from "wouter"
import { call } from "../../api/call.ts"
import { useAnswer } from "../../api/queries.ts"
import { Page } from "../../frame/page.tsx"
import { useRunImages } from "../../run/run-images.ts"
import { Card } from "../../ui/card.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { ImageAddress } from "../../ui/image-address.ts"
import { Skeleton } from "../../ui/skeleton.tsx"
import styles from "./compare.module.css"
import { AddRun, ComparedRuns } from "./compared-runs.tsx"
import { CostTable } from "./cost-table.tsx"
import { MetricRows } from "./metric-rows.tsx"
import { scoredMetrics } from "./row-directions.ts"
import { RowsTable } from "./rows-table.tsx"
import { type RunComparison, withDisplayNames } from "./run-comparison.ts"
import { SegmentRows } from "./segment-rows.tsx"
import { useComparedRuns } from "./use-compared-runs.ts"

const CRUMBS = [{ label: "Runs", href: "/runs" }]

export default function ComparePage() {
  const [params, setParams] = useSearchParams()
  const asked = params.get("runs") ?? ""
  const names = useMemo(() => [...new Set(asked.split(",").map(decodeName).filter(Boolean))], [asked])
  const set = (name: string, value: string) =>
    setParams((before) => {
      const changed = new URLSearchParams(before)
      if (value === "") changed.delete(name)
      else changed.set(name, value)
      return changed
    })
  const setNames = (next: readonly string[]) => set("runs", next.map(encodeURIComponent).join(","))
  const runs = useAnswer("runs.list", { limit: 1000 })
  const { runs: compared, evaluations } = useComparedRuns(names)
  const segment = params.get("segment") ?? ""
  const imageAddress = useRunImages(...names)
  const answer = useComparison(names, "")
  const segmented = useComparison(names, segment)
  const base = compared[0]?.run
  const flow = useAnswer("flows.get", { flow: base?.flow ?? "" }, { enabled: base?.flow != null })
  const inputs = flow.data?.inputs.map(({ name }) => name) ?? []
  const labels = Object.fromEntries(
    compared.map(({ name, run }) => [name, answer.data?.labels[name] ?? run?.displayName ?? name]),
  )
  return (
    <Page
      title="Compare runs"
      breadcrumb={CRUMBS}
      description={
        names.length > 1 ? "The first run is the base; what another gains or loses is against it." : null
      }
      actions={<AddRun runs={runs.data ?? []} chosen={names} onAdd={(name) => setNames([...names, name])} />}
    >
      <div className={styles.page}>
        {names.length > 0 ? <ComparedRuns compared={compared} labels={labels} onChange={setNames} /> : null}
        {names.length < 2 ? (
          <EmptyState
            icon={<GitCompareArrows />}
            link={<Link href="/runs">Choose them in the list of runs</Link>}
          >
            {names.length === 0
              ? "Choose two or more runs to see what became better, and what became worse."
              : "Add another run to compare this one with."}
          </EmptyState>
        ) : (
          <>
            {answer.error ? (
              <ErrorView title="Their metrics cannot be compared." error={answer.error} />
            ) : answer.isPending ? (
              <Card title="Metrics">
                <Skeleton text="Comparing the runs: intervals and tests…" rows={4} />
              </Card>
            ) : (
              <>
                <MetricRows answer={answer.data} />
                <SegmentRows
                  base={base}
                  inputs={inputs}
                  segment={segment}
                  onSegment={(column) => set("segment", column)}
                  answer={segment === "" ? answer.data : segmented.data}
                  scored={scoredMetrics(answer.data)}
                  error={segmented.error}
                />
                <CostTable answer={answer.data} />
              </>
            )}
            <ImageAddress value={imageAddress}>
              <RowsTable
                names={names}
                labels={labels}
                runs={compared}
                evaluations={evaluations}
                answer={answer.data}
              />
            </ImageAddress>
          </>
        )}
      </div>
    </Page>
  )
}

/** Of these runs, and with a column of each of its segments. */
function useComparison(names: readonly string[], segment: string) {
  return useQuery<RunComparison, Error>({
    queryKey: ["runs.compare", names, segment],
    enabled: names.length > 1,
    queryFn: async ({ signal }) => {
      const body = { runs: [...names], ...(segment !== "" && { segment }) }
      return withDisplayNames((await call("runs.compare", { body, signal })) as unknown as RunComparison)
    },
  })
}

/** The list of runs writes names encoded within the parameter. */
function decodeName(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
