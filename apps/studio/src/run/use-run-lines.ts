import type { StudioLine } from "@internal/schema/studio"
import { useInfiniteQuery } from "@tanstack/react-query"
import { useEffect, useMemo, useRef } from "react"
import { call } from "../api/call.ts"
import { type LastRead, pauseBefore } from "./read-again.ts"

export type LineStatus = StudioLine["status"]
const STATUSES: readonly LineStatus[] = ["done", "failed", "crashed", "cancelled"]
/** One state, or several with commas between; what is no state is left out. */
export const statusesOf = (text: string): LineStatus[] =>
  STATUSES.filter((status) => text.split(",").includes(status))
/** A line with those of other runs that have its number. */
export interface JoinedLine extends StudioLine {
  others: Readonly<Record<string, StudioLine>>
}

const PAGE = 1000
/** Of a run that is read to its end: each page has the table look at all rows again. */
const LARGE_PAGE = 5000

export interface RunLinesOptions {
  /** Lines of this state alone, or of these, with commas between. */
  status?: string | undefined
  /** Runs whose lines stand beside: evaluations, or those that it is compared with. */
  beside?: readonly string[]
  /** Read to the end without being asked: somebody searches, sorts or filters. */
  all?: boolean
  /** Changes when there may be more: the number of lines that have ended. */
  changed?: unknown
}

/** The ended lines of a run, read by key, a page at a time. */
export function useRunLines(
  run: string,
  { status, beside = [], all = false, changed }: RunLinesOptions = {},
) {
  const answer = useInfiniteQuery({
    queryKey: ["runs.lines", run, status ?? "", beside],
    initialPageParam: -1,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ pageParam, signal }): Promise<LinePage> => {
      const limit = all ? LARGE_PAGE : PAGE
      const lines = await call("runs.lines", {
        query: { name: run, after: pageParam, limit, ...(status && { status }) },
        signal,
      } as never)
      const others = await linesBeside(beside, pageParam, lines.at(-1)?.line, signal)
      return { lines, others, isLast: lines.length < limit }
    },
    getNextPageParam: ({ lines, isLast }) => (isLast ? undefined : lines.at(-1)?.line),
  })
  const { hasNextPage, isFetching, isFetchingNextPage, fetchNextPage, refetch, data } = answer
  useEffect(() => {
    if (all && hasNextPage && !isFetching) void fetchNextPage()
  }, [all, hasNextPage, isFetching, fetchNextPage])

  const seen = useRef(changed)
  const last = useRef<LastRead>({ from: performance.now(), to: performance.now() })
  useEffect(() => {
    if (changed === seen.current || isFetching) return
    const timer = setTimeout(
      async () => {
        seen.current = changed
        const from = performance.now()
        last.current = { from, to: from }
        await refetch({ cancelRefetch: false })
        last.current = { from, to: performance.now() }
      },
      pauseBefore(last.current, performance.now()),
    )
    return () => clearTimeout(timer)
  }, [changed, refetch, isFetching])

  const lines = useMemo(() => (data?.pages ?? []).flatMap(joinedLines), [data])
  return {
    lines,
    error: answer.error,
    isPending: answer.isPending,
    /** There are others by now than those that were read. */
    isBehind: isFetching || changed !== seen.current,
    isReading: isFetchingNextPage,
    isWhole: !hasNextPage && !answer.isPending,
    more: () => {
      if (hasNextPage && !isFetching) void fetchNextPage()
    },
    again: () => void refetch(),
  }
}

interface LinePage {
  lines: readonly StudioLine[]
  others: ReadonlyMap<number, Record<string, StudioLine>>
  isLast: boolean
}

/** A line of a page that was there before is the same object. */
const joined = new WeakMap<LinePage, JoinedLine[]>()

function joinedLines(page: LinePage): JoinedLine[] {
  const known = joined.get(page)
  if (known) return known
  const lines = page.lines.map((line) => ({ ...line, others: page.others.get(line.line) ?? {} }))
  joined.set(page, lines)
  return lines
}

async function linesBeside(
  runs: readonly string[],
  after: number,
  last: number | undefined,
  signal: AbortSignal,
): Promise<Map<number, Record<string, StudioLine>>> {
  const found = new Map<number, Record<string, StudioLine>>()
  if (last === undefined) return found
  const read = async (name: string) => {
    for (let from = after; from < last; ) {
      const lines = await call("runs.lines", { query: { name, after: from, limit: PAGE }, signal } as never)
      for (const line of lines) found.set(line.line, { ...found.get(line.line), [name]: line })
      if (lines.length < PAGE) return
      from = lines.at(-1)?.line ?? last
    }
  }
  await Promise.all(runs.map(read))
  return found
}
