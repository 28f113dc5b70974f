import { useSyncExternalStore } from "react"
import {
  formatCost,
  formatDateTime,
  formatDuration,
  formatRelative,
  formatTokens,
  type Moment,
} from "./format.ts"

/** Nothing there: a dash, with words for those who hear the page. */
export function None({ label = "none" }: { label?: string }) {
  return (
    <span style={{ color: "var(--text-faint)" }}>
      <span aria-hidden="true">–</span>
      <span className="visually-hidden">{label}</span>
    </span>
  )
}

export function Duration({ milliseconds }: { milliseconds: number | null | undefined }) {
  return milliseconds == null ? <None label="no time yet" /> : <span>{formatDuration(milliseconds)}</span>
}

/** `unit` writes "tokens" behind the figure. */
export function Tokens({ count, unit }: { count: number | null | undefined; unit?: boolean }) {
  if (count == null) return <None label="no tokens" />
  return (
    <span title={count >= 100_000 ? new Intl.NumberFormat().format(count) : undefined}>
      {formatTokens(count)}
      {unit ? (count === 1 ? " token" : " tokens") : ""}
    </span>
  )
}

/** US dollars; null: a model without a price took part. */
export function Cost({ dollars }: { dollars: number | null | undefined }) {
  return dollars == null ? <None label="cost not known" /> : <span>{formatCost(dollars)}</span>
}

export interface DateTimeProps {
  value: Moment | null | undefined
  /** "5 min ago", renewed by the minute; the whole date in its tooltip. */
  relative?: boolean
  seconds?: boolean
}

export function DateTime({ value, relative, seconds }: DateTimeProps) {
  const now = useSyncExternalStore(relative ? everyMinute : never, minute)
  if (value == null) return <None label="never" />
  const whole = formatDateTime(value, { seconds })
  return (
    <time dateTime={new Date(value).toISOString()} title={whole}>
      {relative ? formatRelative(value, Math.max(now, Date.now())) : whole}
    </time>
  )
}

const minute = () => Math.floor(Date.now() / 60_000) * 60_000
const never = () => () => {}
const waiting = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** One clock for all of the page. */
function everyMinute(listener: () => void): () => void {
  waiting.add(listener)
  timer ??= setInterval(() => {
    for (const each of waiting) each()
  }, 60_000)
  return () => {
    waiting.delete(listener)
    if (waiting.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}
