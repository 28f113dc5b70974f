import type { StudioRun } from "@internal/schema/studio"
import { useEffect, useRef, useState } from "react"
import { useAnswer } from "../../api/queries.ts"
import { Button } from "../../ui/button.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { formatNumber } from "../../ui/format.ts"
import { Skeleton } from "../../ui/skeleton.tsx"
import styles from "./run.module.css"

/** Lines of a log that are drawn at first: its end. */
const SHOWN = 2000

/** The log, its end in sight as long as nobody scrolls up. */
export function LogsTab({ run }: { run: StudioRun }) {
  const answer = useAnswer("runs.log", { name: run.name })
  const [whole, setWhole] = useState(false)
  const box = useRef<HTMLPreElement>(null)
  const follows = useRef(true)
  const text = answer.data?.text ?? ""
  useEffect(() => {
    const node = box.current
    if (node && follows.current && text !== "") node.scrollTop = node.scrollHeight
  }, [text])
  if (answer.error) return <ErrorView title="The log could not be read." error={answer.error} />
  if (answer.isPending) return <Skeleton text="Reading the log…" rows={8} />
  if (text === "")
    return (
      <EmptyState>{run.state === "running" ? "Nothing is logged yet." : "It has logged nothing."}</EmptyState>
    )
  const lines = text.trimEnd().split("\n")
  const hidden = whole ? 0 : Math.max(0, lines.length - SHOWN)
  return (
    <div className={styles.columns}>
      {hidden > 0 ? (
        <div className={styles.bar}>
          <span className={styles.muted}>The last {formatNumber(SHOWN)} lines.</span>
          <Button size="small" variant="quiet" onClick={() => setWhole(true)}>
            Show all {formatNumber(lines.length)}
          </Button>
        </div>
      ) : null}
      {/* biome-ignore lint/a11y/useSemanticElements: a <section> keeps no spaces */}
      <pre
        ref={box}
        role="region"
        aria-label="Log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too
        tabIndex={0}
        className={styles.logs}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          follows.current = scrollHeight - scrollTop - clientHeight < 40
        }}
      >
        {lines.slice(hidden).join("\n")}
      </pre>
    </div>
  )
}
