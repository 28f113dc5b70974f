/** `12,345`. Without `Intl`, whose first formatter takes 13 ms: every command counts something. */
export function count(n: number): string {
  return Number.isSafeInteger(n) ? String(n).replace(/\B(?=(\d{3})+$)/g, ",") : n.toLocaleString("en-US")
}

/** `1 line`, `3 lines` */
export function many(n: number, noun: string): string {
  return `${count(n)} ${noun}${n === 1 ? "" : "s"}`
}

/** Milliseconds as `12 ms`, `1.9 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${seconds % 60} s`
}

/** `98 MB` */
export function bytes(n: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"]
  const step = Math.min(units.length - 1, n < 1000 ? 0 : Math.floor(Math.log10(n) / 3))
  const shown = n / 1000 ** step
  return `${step === 0 || shown >= 100 ? Math.round(shown) : Number(shown.toFixed(1))} ${units[step]}`
}

/** A figure of a table: at most four significant digits, no exponent where people would not write one. */
export function figure(n: number): string {
  if (n < 0) return `−${figure(-n)}`
  if (!Number.isFinite(n)) return String(n)
  if (n >= 1e15) return n.toExponential(2).replace("e+", "e")
  if (Number.isInteger(n)) return count(n)
  const size = Math.abs(n)
  if (size >= 1000) return count(Math.round(n))
  return size >= 100 ? n.toFixed(1) : size >= 0.01 ? n.toFixed(2) : size === 0 ? "0" : n.toPrecision(2)
}

/** US dollars: cents, and below one of them two digits. */
export function dollars(n: number): string {
  if (n === 0) return "$0.00"
  if (n < 0.01) return `$${Number(n.toPrecision(2))}`
  return `$${n.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
}
