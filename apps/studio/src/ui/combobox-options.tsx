import { Check } from "lucide-react"
import { useEffect, useRef } from "react"
import type { FuzzyMatch } from "./fuzzy.ts"
import { MatchedText } from "./matched-text.tsx"
import styles from "./popup.module.css"
import type { Option } from "./select.tsx"

interface OptionListProps {
  /** Of the list; options are numbered after it. */
  id: string
  found: { item: Option; match: FuzzyMatch }[]
  active: number
  value: string
  code?: boolean
  onTake: (option: Option) => void
  onPoint: (at: number) => void
}

/** The options of an open combobox. The focus stays in the text box. */
export function OptionList({ id, found, active, value, code, onTake, onPoint }: OptionListProps) {
  const current = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when another is the active one
  useEffect(() => {
    void current.current?.scrollIntoView({ block: "nearest" }) // newer browsers answer a promise
  }, [active])
  return found.map(({ item, match }, at) => {
    const heading = item.group !== undefined && item.group !== found[at - 1]?.item.group ? item.group : null
    return (
      <div key={item.value} role="presentation">
        {heading ? <div className={styles.group}>{heading}</div> : null}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the text box has the keys */}
        <div
          id={`${id}-${at}`}
          role="option"
          tabIndex={-1}
          ref={at === active ? current : undefined}
          aria-selected={item.value === value}
          aria-disabled={item.disabled || undefined}
          data-highlighted={at === active || undefined}
          data-disabled={item.disabled || undefined}
          className={styles.item}
          onPointerMove={() => at === active || onPoint(at)}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => item.disabled || onTake(item)}
        >
          {item.icon ? <span className={styles.icon}>{item.icon}</span> : null}
          <span className={styles.text}>
            <span className={code ? styles.code : undefined}>
              <MatchedText text={item.label ?? item.value} ranges={match.ranges} />
            </span>
            {item.hint ? <span className={styles.hint}>{item.hint}</span> : null}
          </span>
          {item.value === value ? (
            <span className={styles.check}>
              <Check aria-hidden="true" />
            </span>
          ) : null}
        </div>
      </div>
    )
  })
}
