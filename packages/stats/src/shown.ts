/** A figure for people: two decimals, fewer when large, two digits when small; a true minus sign. */
export function shown(value: number): string {
  const size = Math.abs(value)
  const text =
    size >= 1e15
      ? size.toExponential(2).replace("e+", "e")
      : size >= 1000
        ? Math.round(size).toLocaleString("en-US")
        : size !== 0 && size < 0.01
          ? size.toPrecision(2)
          : size.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)
  return value < 0 ? `−${text}` : text
}

export function shownSigned(value: number): string {
  return value < 0 ? shown(value) : `+${shown(value)}`
}

export function shownP(p: number): string {
  if (p < 0.001) return "p < 0.001"
  return `p = ${p < 0.1 ? p.toFixed(3) : p.toFixed(2)}`
}

/** Rounded up to two digits, since a number of rows to gather is never more exact than that. */
export function shownRows(rows: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(rows)) - 1)
  return (Math.ceil(rows / unit) * unit).toLocaleString("en-US")
}

/** `line 3`, `lines 3 and 7`, `lines 3, 7, 9, 11 and 6 more`. */
export function shownLines(keys: readonly (string | number)[]): string {
  const most = 5
  if (keys.length === 1) return `line ${keys[0]}`
  const named = keys.length > most ? keys.slice(0, most - 1) : keys.slice(0, -1)
  const last = keys.length > most ? `${keys.length - named.length} more` : `${keys.at(-1)}`
  return `lines ${named.join(", ")} and ${last}`
}
