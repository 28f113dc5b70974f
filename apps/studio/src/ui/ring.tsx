import styles from "./ring.module.css"

/** Something is under way. Only ever beside a text that says what. */
export function Ring({ size = 14 }: { size?: number }) {
  return (
    <svg className={styles.ring} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeOpacity="0.25" strokeWidth="2" />
      <path d="M8 2a6 6 0 0 1 6 6" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  )
}
