import styles from "./diff-text.module.css"
import { late } from "./late.tsx"

export interface DiffTextProps {
  before: string
  after: string
  /** `words`: one text with what went and came; `lines`: changed lines with words marked, and some lines around. */
  by?: "words" | "lines"
  /** Names of the two for those who hear the page. */
  label?: string
}

/** The library that compares texts comes with the first difference. */
const Parts = late(() => import("./diff-parts.tsx"))

export function DiffText(props: DiffTextProps) {
  return <Parts instead={<div className={styles.text}>{props.after}</div>} {...props} />
}
