import { useState } from "react"
import { Button } from "./button.tsx"
import { classNames } from "./class-names.ts"
import styles from "./code-block.module.css"
import { CopyButton } from "./copy-button.tsx"
import { formatNumber } from "./format.ts"

export interface CodeBlockProps {
  text: string
  /** What it is, for those who hear the page. */
  label?: string
  /** Lines that are wider than the block go on below instead of scrolling. */
  wrap?: boolean
  /** Lines shown before the rest is folded. */
  lines?: number
  copy?: boolean
  className?: string
}

/** Text in monospace that is only read. What is edited is an editor. */
export function CodeBlock({
  text,
  label = "Text",
  wrap,
  lines = 40,
  copy = true,
  className,
}: CodeBlockProps) {
  const [whole, setWhole] = useState(false)
  const all = text.split("\n")
  const folded = !whole && all.length > lines + 3
  return (
    <div className={classNames(styles.block, className)}>
      {/* biome-ignore lint/a11y/useSemanticElements: a <section> keeps no spaces */}
      <pre
        className={classNames(styles.text, wrap && styles.wrap)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too
        tabIndex={0}
        aria-label={label}
        role="region"
      >
        {folded ? all.slice(0, lines).join("\n") : text}
      </pre>
      {copy ? (
        <div className={styles.copy}>
          <CopyButton text={text} label={label === "Text" ? "Copy" : `Copy ${label}`} />
        </div>
      ) : null}
      {folded ? (
        <Button variant="quiet" size="small" className={styles.more} onClick={() => setWhole(true)}>
          Show {formatNumber(all.length - lines)} more lines
        </Button>
      ) : null}
    </div>
  )
}
