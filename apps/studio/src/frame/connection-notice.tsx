import { useEffect, useState } from "react"
import { onConnection } from "../api/live-changes.ts"
import { Banner } from "../ui/banner.tsx"
import styles from "./app-frame.module.css"

/** Says that the server is gone, for as long as it is. A short break is not worth a word. */
export function ConnectionNotice() {
  const [gone, setGone] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const leave = onConnection((connected) => {
      clearTimeout(timer)
      if (connected) setGone(false)
      else timer = setTimeout(() => setGone(true), 1500)
    })
    return () => {
      clearTimeout(timer)
      leave()
    }
  }, [])
  if (!gone) return null
  return (
    <div className={styles.notice}>
      <Banner
        kind="warn"
        title="The studio's server does not answer."
        hint="What you write is kept in this page until it is back. Start it again with: millrace studio"
      />
    </div>
  )
}
