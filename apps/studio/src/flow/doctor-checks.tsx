import type { Answer } from "@internal/schema/studio"
import { StateLabel } from "../ui/state-dot.tsx"
import styles from "./doctor-checks.module.css"

type Check = Answer<"doctor">[number]

const STATES = { ok: "done", warning: "stale", missing: "failed" } as const
const WORDS = { ok: "There", warning: "Look at it", missing: "Missing" }

/** What the doctor has found, with what to do about it: one line each, or all of it in a row. */
export function DoctorChecks({ checks, look = "list" }: { checks: readonly Check[]; look?: "list" | "row" }) {
  if (look === "row")
    return (
      <ul className={styles.checks} aria-label="This machine">
        {checks.map(({ subject, state, detail, fix }) => (
          <li key={subject} className={styles.check}>
            <StateLabel state={STATES[state]}>{subject}</StateLabel>
            <span className={styles.muted}>{detail}</span>
            {fix ? <code>{fix}</code> : null}
          </li>
        ))}
      </ul>
    )
  return (
    <ul className={styles.lines}>
      {checks.map(({ subject, state, detail, fix }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two findings may be of one place
        <li key={`${subject} ${at}`} className={styles.line}>
          <StateLabel state={STATES[state]}>{WORDS[state]}</StateLabel>
          <span className={styles.subject}>{subject}</span>
          <span className={styles.muted}>
            {detail}
            {fix ? (
              <>
                {" · "}
                <code>{fix}</code>
              </>
            ) : null}
          </span>
        </li>
      ))}
    </ul>
  )
}
