import styles from "./skeleton.module.css"

const WIDTHS = [92, 78, 85, 64, 88, 71, 80, 60]

/** What is coming, with a text that says so: "Reading runs…". Up to eight rows. */
export function Skeleton({ text, rows = 4 }: { text: string; rows?: number }) {
  return (
    <div className={styles.skeleton} role="status">
      <p className={styles.text}>{text}</p>
      {WIDTHS.slice(0, rows).map((width) => (
        <div key={width} className={styles.bar} style={{ width: `${width}%` }} aria-hidden="true" />
      ))}
    </div>
  )
}
