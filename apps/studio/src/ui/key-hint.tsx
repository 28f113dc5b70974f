import styles from "./key-hint.module.css"
import { shownKeys } from "./keys.ts"

/** Keys as this machine's keyboard shows them: "mod+k" is ⌘ K on a Mac and Ctrl K elsewhere; "g r" is one after another. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <span className={styles.keys}>
      {shownKeys(keys).map((key, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: keys may repeat, and never move
        <kbd key={at} className={styles.key}>
          {key}
        </kbd>
      ))}
    </span>
  )
}
