import type { StudioRun } from "@internal/schema/studio"
import { useQueries } from "@tanstack/react-query"
import { call } from "../../api/call.ts"

interface Compared {
  runs: { name: string; run: StudioRun | undefined }[]
  /** Evaluations of them, the newest first. */
  evaluations: StudioRun[]
}

/** The runs of these names, however old, and what evaluates them. */
export function useComparedRuns(names: readonly string[]): Compared {
  const runs = useQueries({
    queries: names.map((name) => ({
      queryKey: ["runs.get", { name }],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        call("runs.get", { query: { name }, signal } as never),
      retry: false,
    })),
  })
  const evaluations = useQueries({
    queries: names.map((run) => ({
      queryKey: ["runs.list", { run, limit: 100 }],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        call("runs.list", { query: { run, limit: 100 }, signal } as never),
    })),
  })
  return {
    runs: names.map((name, at) => ({ name, run: runs[at]?.data as StudioRun | undefined })),
    evaluations: evaluations.flatMap(({ data }) => (data ?? []) as StudioRun[]),
  }
}
