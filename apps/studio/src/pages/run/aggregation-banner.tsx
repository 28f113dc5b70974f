import type { StudioRun } from "@internal/schema/studio"
import { useQuery } from "@tanstack/react-query"
import { Link } from "wouter"
import { shownError } from "../../api/shown-error.ts"
import { readLine } from "../../run/line-events.ts"
import { isOver } from "../../run/run-facts.ts"
import { Button } from "../../ui/button.tsx"
import { ErrorView } from "../../ui/error-view.tsx"

/** What the nodes that run over all lines did, once the run has ended; undefined where there is none of them. */
export function useAggregation(run: StudioRun) {
  const answer = useQuery({
    queryKey: ["aggregation", run.name, run.endedOn],
    queryFn: async ({ signal }) => (await readLine(run.name, "aggregation", signal)).state ?? null,
    enabled: isOver(run),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return answer.data ?? undefined
}

export const aggregationAddress = (run: StudioRun) =>
  `/runs/${encodeURIComponent(run.name)}/lines/aggregation`

/** A run is done when its lines are, whatever became of its metrics: that is said here. */
export function AggregationBanner({ run }: { run: StudioRun }) {
  const failed = [...(useAggregation(run)?.nodes.values() ?? [])].find(({ error }) => error)
  if (!failed?.error) return null
  return (
    <ErrorView
      title={`${failed.node}, which runs over all lines, has failed: metrics may be missing.`}
      error={shownError(failed.error)}
      actions={
        <Button size="small" asChild>
          <Link href={aggregationAddress(run)}>Open what ran over all lines</Link>
        </Button>
      }
    />
  )
}
