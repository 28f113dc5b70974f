import { useEffect, useRef } from "react"
import { Banner } from "../../ui/banner.tsx"
import { Button } from "../../ui/button.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Ring } from "../../ui/ring.tsx"
import type { Making } from "./making.ts"
import styles from "./runtimes.module.css"

/** What the making of a runtime says while it goes on, and how it ended. */
export function MakingLog({ making, doing, done }: { making: Making; doing: string; done: string }) {
  const { state, log, cancel } = making
  const text = useRef<HTMLPreElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end is looked at when there is more
  useEffect(() => {
    text.current?.scrollTo(0, text.current.scrollHeight)
  }, [log])
  if (state === "idle") return null
  return (
    <section className={styles.making} aria-label="Log">
      {state === "making" ? (
        <div className={styles.doing} role="status">
          <Ring size={14} />
          <span>{doing}</span>
          <Button size="small" onClick={cancel}>
            Cancel
          </Button>
        </div>
      ) : null}
      {state === "done" ? <Banner kind="done" title={done} /> : null}
      {state === "cancelled" ? <Banner title="It was cancelled. Nothing is left of it." /> : null}
      {state instanceof Error ? <ErrorView error={state} /> : null}
      {log.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too
        <pre ref={text} className={styles.log} tabIndex={0} role="log" aria-label="What it says">
          {log.join("\n")}
        </pre>
      ) : null}
    </section>
  )
}
