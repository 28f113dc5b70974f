import { Search } from "lucide-react"
import { Link } from "wouter"
import { KeyHint } from "../ui/key-hint.tsx"
import { SlotPlace } from "./slots.tsx"
import { ThemeButton } from "./theme-button.tsx"
import styles from "./top-bar.module.css"

export function TopBar({ onPalette, home = true }: { onPalette: () => void; home?: boolean }) {
  return (
    <header className={styles.bar}>
      {home ? (
        <Link href="/flows" className={styles.brand} aria-label="Millrace, home">
          <Mark />
        </Link>
      ) : (
        <span className={styles.brand}>
          <Mark />
        </span>
      )}
      <SlotPlace name="breadcrumb" className={styles.breadcrumb} />
      <button type="button" className={styles.palette} onClick={onPalette} aria-haspopup="dialog">
        <Search aria-hidden="true" />
        <span className={styles.words}>Find or do anything</span>
        <KeyHint keys="mod+k" />
      </button>
      <div className={styles.right}>
        <SlotPlace name="actions" className={styles.slot} />
        <SlotPlace name="runtime" className={styles.slot} />
        <ThemeButton />
      </div>
    </header>
  )
}

/** Water over a wheel. */
function Mark() {
  return (
    <svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="14" r="6.5" fill="none" stroke="currentColor" strokeWidth="1.75" />
      <path
        d="M12 7.5v13M5.5 14h13M7.4 9.4l9.2 9.2M16.600 9.4l-9.2 9.2"
        stroke="currentColor"
        strokeWidth="1.25"
        strokeLinecap="round"
      />
      <path
        d="M2 5.500c2.200 0 2.800-2 5-2s2.800 2 5 2 2.800-2 5-2 2.800 2 5 2"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
      />
    </svg>
  )
}
