import type { Answer, Body, Operation, Query } from "@internal/schema/studio"
import { QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { ApiFailure, call } from "./call.ts"

/** One store of what the server has answered; events say what of it is old. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && error instanceof ApiFailure && error.code === "SERVER_GONE",
    },
  },
})

/**
 * What an operation answers; asked again when an event says that it has changed. With `select` a part of it: another answer
 * with the same part draws nothing.
 */
export function useAnswer<O extends Operation, T = Answer<O>>(
  operation: O,
  query?: Query<O>,
  options: { enabled?: boolean; select?: (answer: Answer<O>) => T } = {},
) {
  return useQuery<Answer<O>, Error, T>({ ...asked(operation, query), ...options })
}

/** What keeps an answer from being shown: not that the server is gone for a while, where there was an answer before. */
export function obstacleOf({ data, error }: { data: unknown; error: Error | null }): Error | null {
  const isGone = error instanceof ApiFailure && error.code === "SERVER_GONE"
  return isGone && data !== undefined ? null : error
}

/** Asks for what a page will show before its code is there. */
export function askAhead<O extends Operation>(operation: O, query?: Query<O>): void {
  void queryClient.prefetchQuery(asked(operation, query))
}

/** What is known already, or being asked for, else the answer. */
export function ask<O extends Operation>(operation: O, query?: Query<O>): Promise<Answer<O>> {
  return queryClient.fetchQuery(asked(operation, query))
}

function asked<O extends Operation>(operation: O, query?: Query<O>) {
  return {
    queryKey: [operation, query ?? {}],
    queryFn: ({ signal }: { signal: AbortSignal }): Promise<Answer<O>> =>
      call(operation, { query, signal } as never),
  }
}

/** An operation that changes something; `changes` names the operations whose answers are old then. */
export function useChange<O extends Operation>(operation: O, changes: readonly Operation[] = []) {
  const client = useQueryClient()
  return useMutation<Answer<O>, Error, { query?: Query<O>; body?: Body<O>; upload?: Blob }>({
    mutationFn: (given) => call(operation, given as never),
    onSuccess: () =>
      Promise.all(changes.map((name) => client.invalidateQueries({ queryKey: [name] }))).then(() => {}),
  })
}
