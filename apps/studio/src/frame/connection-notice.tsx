import { useEffect, useState } from "react"
import { type Connection, onConnection } from "../api/live-changes.ts"
import { Banner } from "../ui/banner.tsx"
import styles from "./app-frame.module.css"

/** Says that the server is gone, for as long as it is. A short break is not worth a word. */
export function ConnectionNotice() {
  const [shown, show] = useState<Connection>("there")
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const leave = onConnection((now) => {
      if (now === "gone") {
        timer ??= setTimeout(() => show(now), 1500) // it is told at each attempt
        return
      }
      clearTimeout(timer)
      timer = undefined
      show(now)
    })
    return () => {
      clearTimeout(timer)
      leave()
    }
  }, [])
  if (shown === "there") return null
  return (
    <div className={styles.notice}>
      {shown === "gone" ? (
        <Banner
          kind="warn"
          title="The studio's server does not answer."
          hint="What you write is kept in this page until it is back. Start it again with: millrace studio"
        />
      ) : (
        <Banner
          kind="warn"
          title="The studio was started again, and does not know this page."
          hint="Open the address that it has printed, in this browser: this page then goes on. What you write is kept here until then."
        />
      )}
    </div>
  )
}
