/** Numbers, times and money as text, in the user's locale (`locale` is for tests). */

/** Formatters are made once for each way of writing: to make one takes a hundred times as long as to use it. */
function once<Options, Formatter>(make: (locale: string | undefined, options?: Options) => Formatter) {
  const made = new Map<string, Formatter>()
  return (locale: string | undefined, options?: Options): Formatter => {
    const key = `${locale} ${JSON.stringify(options)}`
    const known = made.get(key) ?? make(locale, options)
    made.set(key, known)
    return known
  }
}

const numbers = once((locale, options?: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options))
const dates = once((locale, options?: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options))
const times = once(
  (locale, options?: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(locale, options),
)

export function formatNumber(value: number, digits = 2, locale?: string): string {
  return numbers(locale, { maximumFractionDigits: digits }).format(value)
}

/** "1 flow", "1,204 flows". */
export function formatCount(count: number, one: string, many = `${one}s`, locale?: string): string {
  return `${formatNumber(count, 2, locale)} ${count === 1 ? one : many}`
}

/** 0.8731 is "87.3 %". */
export function formatPercent(share: number, digits = 1, locale?: string): string {
  return numbers(locale, { style: "percent", maximumFractionDigits: digits }).format(share)
}

/** 1,234; from 100,000 on short: "123K". */
export function formatTokens(count: number, locale?: string): string {
  const short = Math.abs(count) >= 100_000
  return numbers(locale, short ? { notation: "compact", maximumFractionDigits: 1 } : {}).format(count)
}

/** US dollars, with the digits that a small amount needs: $0.0042. */
export function formatCost(dollars: number, locale?: string): string {
  const small = dollars !== 0 && Math.abs(dollars) < 0.1
  return numbers(locale, {
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
    ...(small ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 2 }),
  }).format(dollars)
}

const part = (value: number, digits: number, locale?: string) =>
  numbers(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)

/** Milliseconds as "840 ms", "2.6 s", "3 min 12 s", "2 h 05 min". */
export function formatDuration(milliseconds: number, locale?: string): string {
  if (milliseconds < 999.5)
    return `${part(milliseconds, milliseconds > 0 && milliseconds < 9.95 ? 1 : 0, locale)} ms`
  if (milliseconds < 59_950) return `${part(milliseconds / 1000, 1, locale)} s`
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`
  const minutes = Math.round(seconds / 60)
  return `${formatNumber(Math.floor(minutes / 60), 0, locale)} h ${String(minutes % 60).padStart(2, "0")} min`
}

export function formatBytes(bytes: number, locale?: string): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"]
  const at = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3))
  return numbers(locale, {
    style: "unit",
    unit: units[at],
    unitDisplay: at === 0 ? "long" : "short",
    maximumFractionDigits: at === 0 ? 0 : 1,
  }).format(bytes / 1000 ** at)
}

export type Moment = Date | string | number

/** "27 Nov 2026, 04:17" in the user's way; `seconds` for logs. */
export function formatDateTime(
  moment: Moment,
  { seconds = false, locale }: { seconds?: boolean; locale?: string } = {},
): string {
  return dates(locale, {
    dateStyle: "medium",
    timeStyle: seconds ? "medium" : "short",
  }).format(new Date(moment))
}

const STEPS: [limit: number, size: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [60, 1, "second"],
  [3600, 60, "minute"],
  [86_400, 3600, "hour"],
  [7 * 86_400, 86_400, "day"],
]

/** "5 minutes ago"; older than a week, the date. */
export function formatRelative(moment: Moment, now: number = Date.now(), locale?: string): string {
  const seconds = (new Date(moment).getTime() - now) / 1000
  const step = STEPS.find(([limit]) => Math.abs(seconds) < limit)
  if (!step) return dates(locale, { dateStyle: "medium" }).format(new Date(moment))
  const [limit, size, unit] = step
  if (limit === 60 && Math.abs(seconds) < 10) return times(locale, { numeric: "auto" }).format(0, "second")
  return times(locale, { numeric: "auto", style: "short" }).format(Math.trunc(seconds / size), unit)
}
