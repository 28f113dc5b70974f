import type { ReactNode } from "react"
import { Button } from "../button.tsx"
import { EmptyState } from "../empty-state.tsx"
import { ErrorView, type ShownError } from "../error-view.tsx"
import { formatCount, formatNumber } from "../format.ts"
import { Ring } from "../ring.tsx"
import { Skeleton } from "../skeleton.tsx"
import styles from "./data-table.module.css"
import { NO_QUERY, type TableQuery } from "./table-view.ts"

interface TableInsteadProps {
  label: string
  query: TableQuery
  changeQuery: (change: Partial<TableQuery>) => void
  loading?: string | false | null
  error?: ShownError | null
  onRetry?: () => void
  empty?: ReactNode
  /** There are no rows at all, not only none that is asked for. */
  none: boolean
}

/** What stands where rows would. */
export function TableInstead({
  label,
  query,
  changeQuery,
  loading,
  error,
  onRetry,
  empty,
  none,
}: TableInsteadProps) {
  const asked = query.search !== "" || Object.values(query.filters).some((values) => values.length > 0)
  if (error)
    return (
      <div className={styles.instead}>
        <ErrorView
          look="page"
          error={error}
          title={`${label} could not be read.`}
          actions={onRetry ? <Button onClick={onRetry}>Try again</Button> : null}
        />
      </div>
    )
  if (loading)
    return (
      <div className={styles.instead}>
        <Skeleton text={loading} rows={6} />
      </div>
    )
  if (none && !asked)
    return (
      <div className={styles.instead}>{empty ?? <EmptyState>There is nothing here yet.</EmptyState>}</div>
    )
  return (
    <div className={styles.instead}>
      <EmptyState
        action={
          <Button onClick={() => changeQuery({ ...NO_QUERY, sort: query.sort })}>
            Clear search and filters
          </Button>
        }
      >
        Nothing matches the search and the filters.
      </EmptyState>
    </div>
  )
}

interface TableFootProps {
  label: string
  shown: number
  here: number
  total?: number | null
  loadingMore?: string | false | null
  selected: number
}

export function TableFoot({ label, shown, here, total, loadingMore, selected }: TableFootProps) {
  const of = Math.max(total ?? 0, here)
  const many = label.toLowerCase()
  const one = many.replace(/ies$/, "y").replace(/s$/, "")
  return (
    <div className={styles.foot}>
      <span role="status">
        {shown === of
          ? formatCount(of, one, many)
          : `${formatNumber(shown)} of ${formatCount(of, one, many)}`}
        {selected > 0 ? `, ${formatNumber(selected)} selected` : ""}
      </span>
      {loadingMore ? (
        <span className={styles.more}>
          <Ring size={12} />
          {loadingMore}
        </span>
      ) : null}
    </div>
  )
}
