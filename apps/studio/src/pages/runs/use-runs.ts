import type { StudioRun } from "@internal/schema/studio"
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { useEffect, useMemo } from "react"
import { call } from "../../api/call.ts"

const PAGE = 500

interface RunsAsked {
  archived: boolean
  /** Tests of flows and nodes too. */
  tests: boolean
  group: string | null
  /** Read to the end without being asked: somebody searches, sorts or filters. */
  all: boolean
}

/** Runs, newest first, read by key a page at a time. */
export function useRuns({ archived, tests, group, all }: RunsAsked) {
  const answer = useInfiniteQuery({
    queryKey: ["runs.list", "pages", archived, tests, group],
    initialPageParam: "",
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      call("runs.list", {
        query: {
          limit: PAGE,
          ...(pageParam !== "" && { before: pageParam }),
          ...(archived && { archived: "include" }),
          ...(tests && { tests: "include" }),
          ...(group !== null && { group }),
        },
        signal,
      } as never) as Promise<StudioRun[]>,
    // a group comes as a whole
    getNextPageParam: (runs) => (group !== null || runs.length < PAGE ? undefined : runs.at(-1)?.name),
  })
  const { hasNextPage, isFetching, fetchNextPage } = answer
  useEffect(() => {
    if (all && hasNextPage && !isFetching) void fetchNextPage()
  }, [all, hasNextPage, isFetching, fetchNextPage])
  const runs = useMemo(() => {
    // a run that was made between two pages may come twice
    const found = new Map((answer.data?.pages ?? []).flat().map((run) => [run.name, run]))
    return [...found.values()]
  }, [answer.data])
  return {
    runs,
    error: answer.error,
    isPending: answer.isPending,
    isReading: answer.isFetchingNextPage,
    isWhole: !hasNextPage,
    more: () => {
      if (hasNextPage && !isFetching) void fetchNextPage()
    },
    again: () => void answer.refetch(),
  }
}
