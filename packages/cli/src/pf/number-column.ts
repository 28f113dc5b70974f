const INTEGER = /^[-+]?\d+$/
const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$|^[-+]?(?:inf|nan)$/

export function isNumber(cell: string): boolean {
  return NUMBER.test(cell)
}

/**
 * The cells of a column of numbers as the original's tables write them: integers as they are, floats with six
 * significant digits and their points one under another. Undefined for a column that holds anything else.
 */
export function numberColumn(cells: readonly string[]): string[] | undefined {
  if (cells.length === 0 || !cells.every((cell) => NUMBER.test(cell))) return undefined
  if (cells.every((cell) => INTEGER.test(cell)))
    return cells.map((cell) => BigInt(cell.replace("+", "")).toString())
  const texts = cells.map((cell) => general(Number(cell)))
  const decimals = texts.map(afterPoint)
  const most = Math.max(...decimals)
  return texts.map((text, i) => text + " ".repeat(most - (decimals[i] as number)))
}

/** Python's `%g`. */
function general(x: number): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf"
  if (x === 0) return "0"
  const [digits = "", exponent = "0"] = x.toExponential(5).split("e")
  const power = Number(exponent)
  if (power >= -4 && power < 6) return String(Number(x.toPrecision(6)))
  const sign = power < 0 ? "-" : "+"
  return `${Number(digits)}e${sign}${String(Math.abs(power)).padStart(2, "0")}`
}

/** Characters after the point (after the `e` where there is no point); -1 for an integer. */
function afterPoint(text: string): number {
  const at = text.includes(".") ? text.lastIndexOf(".") : text.toLowerCase().lastIndexOf("e")
  return at < 0 ? -1 : text.length - at - 1
}
