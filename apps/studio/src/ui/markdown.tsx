import { late } from "./late.tsx"
import styles from "./markdown.module.css"

/** The parser comes with the first text. Raw HTML and pictures from elsewhere are not shown. */
const Parsed = late(() => import("./markdown-parsed.tsx"))

export interface MarkdownProps {
  text: string
  /** Where a picture's address leads; null: it is not shown. */
  imageAddress?: (address: string) => string | null
}

export function Markdown(props: MarkdownProps) {
  return (
    <div className={styles.markdown}>
      <Parsed instead={<div className={styles.raw}>{props.text}</div>} {...props} />
    </div>
  )
}
