import styles from "./cut-text.module.css"

/** Characters at the end that stay, of texts that are longer than that twice over. */
const END = 14

/** A name that is cut in its middle where it is too long: those that a program makes differ at their ends. */
export function CutText({ text }: { text: string }) {
  if (text.length <= 2 * END) return text
  return (
    <span className={styles.cut}>
      <span className={styles.start}>{text.slice(0, -END)}</span>
      <span>{text.slice(-END)}</span>
    </span>
  )
}
