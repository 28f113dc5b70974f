import type { ReactNode } from "react"
import styles from "./breadcrumb.module.css"

/** Links to what is above, and last the name of what is open; the child of each is a link or a text. */
export function Breadcrumb({
  items,
}: {
  items: readonly { key: string; content: ReactNode; title?: string }[]
}) {
  return (
    <nav aria-label="Breadcrumb">
      <ol className={styles.list}>
        {items.map(({ key, content, title }, at) => (
          <li
            key={key}
            className={styles.item}
            title={title}
            aria-current={at === items.length - 1 ? "page" : undefined}
          >
            {content}
          </li>
        ))}
      </ol>
    </nav>
  )
}
