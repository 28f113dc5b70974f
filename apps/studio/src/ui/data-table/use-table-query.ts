import { useCallback, useMemo, useState } from "react"
import { useSearchParams } from "wouter"
import { NO_QUERY, readQuery, type TableQuery, writeQuery } from "./table-view.ts"

/** What is asked of the table: in the address, so that a view can be shared as a link; with `false` in the component alone. */
export function useTableQuery(
  address: string | false,
  filterIds: readonly string[],
  initial: Partial<TableQuery> = {},
): [TableQuery, (change: Partial<TableQuery>) => void] {
  const [params, setParams] = useSearchParams()
  const [local, setLocal] = useState<TableQuery>({ ...NO_QUERY, ...initial })
  const ids = filterIds.join("\n")
  const { sort } = initial
  const query = useMemo(() => {
    if (address === false) return local
    const read = readQuery(params, address, ids.split("\n"))
    return { ...read, sort: read.sort ?? sort ?? null }
  }, [address, local, params, ids, sort])
  const change = useCallback(
    (part: Partial<TableQuery>) => {
      if (address === false) return setLocal((before) => ({ ...before, ...part }))
      const names = ids.split("\n")
      setParams(
        (before) => writeQuery(before, address, names, { ...readQuery(before, address, names), ...part }),
        {
          replace: true,
        },
      )
    },
    [address, ids, setParams],
  )
  return [query, change]
}
