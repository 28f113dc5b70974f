import { flowOutline, type NodeOutline } from "@internal/flow"
import type { StudioRun } from "@internal/schema/studio"
import { useQueries } from "@tanstack/react-query"
import { useMemo } from "react"
import { call } from "../api/call.ts"
import { isFormer, runsOfUnknown } from "./variant-metrics.ts"

/** So many names of the past are looked up. */
const MOST = 8

/** What a node was called in earlier runs of its flow, as the files say that those have kept. */
export function useFormerNames(
  node: NodeOutline,
  { runs, nodes, file }: { runs: readonly StudioRun[]; nodes: readonly NodeOutline[]; file: string },
): ReadonlySet<string> {
  const unknown = useMemo(
    () =>
      [
        ...runsOfUnknown(
          runs,
          nodes.map(({ name }) => name),
        ),
      ].slice(0, MOST),
    [runs, nodes],
  )
  const kept = useQueries({
    queries: unknown.map(([, name]) => ({
      queryKey: ["runs.files", { name }],
      queryFn: () => call("runs.files", { query: { name } }),
      staleTime: Number.POSITIVE_INFINITY, // a run keeps them as they were
    })),
    combine: (answers) => answers.map(({ data }) => data),
  })
  return useMemo(() => {
    const former = unknown.flatMap(([name], i) => {
      const text = kept[i]?.find(({ path }) => path === file)?.text ?? ""
      const old = flowOutline(text).nodes.find((one) => one.name === name)
      return old && isFormer(old, node, nodes) ? [name] : []
    })
    return new Set(former)
  }, [unknown, kept, node, nodes, file])
}
