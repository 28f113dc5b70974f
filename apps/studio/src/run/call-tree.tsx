import type { ApiCall } from "@internal/schema"
import { useState } from "react"
import { Badge } from "../ui/badge.tsx"
import { Duration } from "../ui/figures.tsx"
import { StateDot } from "../ui/state-dot.tsx"
import { CallDetail } from "./call-detail.tsx"
import styles from "./call-tree.module.css"
import { spansOf } from "./spans.ts"
import { TokenCount } from "./token-count.tsx"

/** Calls of a node as a tree; the one that is chosen is shown whole below. */
export function CallTree({ calls }: { calls: readonly ApiCall[] }) {
  const spans = spansOf(calls)
  const [chosen, choose] = useState("")
  const shown =
    spans.find(({ key }) => key === chosen) ?? spans.find(({ kind }) => kind === "LLM") ?? spans[0]
  return (
    <div className={styles.tree}>
      <ol className={styles.list} aria-label="Calls">
        {spans.map(({ key, depth, kind, failed, duration, tokens, call }) => (
          <li key={key}>
            <button
              type="button"
              className={styles.call}
              style={{ paddingLeft: 8 + depth * 16 }}
              aria-current={key === shown?.key}
              onClick={() => choose(key)}
            >
              <StateDot state={failed ? "failed" : "done"} />
              <Badge tone={kind === "LLM" ? "accent" : "neutral"}>{kind}</Badge>
              <span className={styles.name}>{call.name}</span>
              <span className={styles.figure}>
                <Duration milliseconds={duration} />
              </span>
              <span className={styles.figure}>
                <TokenCount tokens={tokens} />
              </span>
            </button>
          </li>
        ))}
      </ol>
      {shown ? <CallDetail key={shown.key} call={shown.call} /> : null}
    </div>
  )
}
