import { type Dict, isFloat, isInt, type Value } from "@internal/value"

/**
 * Rows of `inputs.jsonl` and `outputs.jsonl` as the original writes them: through a data frame and its own JSON writer.
 * So floats have ten digits behind the point, `/` is escaped, NaN is null, every row has every column in order of first
 * appearance, and a column of numbers that has a float or a gap holds floats only. Full precision is in
 * `flow_outputs/output.jsonl` and in the artifacts.
 */
export class DataFrameJson {
  readonly #columns = new Map<string, Column>()
  /** Columns of every row so far, while all are alike. */
  #shape: string | undefined
  #uniform = true
  #rows = 0

  /** The row's text as it is when every row has these columns and every column one kind of value. */
  row(row: Dict): string {
    this.#rows++
    let shape = ""
    const parts: string[] = []
    for (const [name, value] of row) {
      shape += `${name}\n`
      this.#column(name).add(value)
      parts.push(`${text(name)}:${dataFrameText(value)}`)
    }
    this.#shape ??= shape
    if (shape !== this.#shape) this.#uniform = false
    return `{${parts.join(",")}}`
  }

  /** The same rows again once all are known, if their texts have to change; else undefined. */
  rewriter(): ((row: Dict) => string) | undefined {
    const floats = Array.from(this.#columns.values(), (column) => column.becomesFloat(this.#rows))
    if (this.#uniform && !floats.includes(true)) return undefined
    const columns = Array.from(this.#columns.keys(), (name, i) => ({
      name,
      key: text(name),
      float: floats[i],
    }))
    return (row) => {
      const parts = columns.map(({ name, key, float }) => {
        const value = row.get(name) ?? null
        return `${key}:${float && isInt(value) ? floatText(Number(value)) : dataFrameText(value)}`
      })
      return `{${parts.join(",")}}`
    }
  }

  #column(name: string): Column {
    let column = this.#columns.get(name)
    if (!column) {
      column = new Column()
      this.#columns.set(name, column)
    }
    return column
  }
}

class Column {
  #values = 0
  #ints = 0
  #floats = 0
  #others = 0

  add(value: Value): void {
    if (value === null) return
    this.#values++
    if (isInt(value)) this.#ints++
    else if (isFloat(value)) this.#floats++
    else this.#others++
  }

  becomesFloat(rows: number): boolean {
    return this.#others === 0 && this.#ints > 0 && (this.#floats > 0 || this.#values < rows)
  }
}

function text(value: string): string {
  return JSON.stringify(value).replaceAll("/", "\\/")
}

export function dataFrameText(value: Value): string {
  if (typeof value === "string") return text(value)
  if (value === null || typeof value === "boolean") return String(value)
  if (isInt(value)) return BigInt(value).toString()
  if (isFloat(value)) return floatText(Number(value))
  if (Array.isArray(value)) return `[${value.map(dataFrameText).join(",")}]`
  return `{${Array.from(value, ([key, v]) => `${text(key)}:${dataFrameText(v)}`).join(",")}}`
}

const DIGITS = 10
const SCALE = 10 ** DIGITS

/** Ten digits behind the point, a tie to the even one; ten in all where that is too coarse or too long. */
function floatText(value: number): string {
  if (!Number.isFinite(value)) return "null"
  const size = Math.abs(value)
  if (size > 1e16 || (size !== 0 && size < 1e-15)) return exponential(value)
  let whole = Math.trunc(size)
  const scaled = (size - whole) * SCALE
  let fraction = Math.trunc(scaled)
  const rest = scaled - fraction
  if (rest > 0.5 || (rest === 0.5 && (fraction === 0 || fraction % 2 === 1))) fraction++
  if (fraction >= SCALE) {
    fraction = 0
    whole++
  }
  const digits = fraction === 0 ? "0" : String(fraction).padStart(DIGITS, "0").replace(/0+$/, "")
  return `${value < 0 ? "-" : ""}${BigInt(whole)}.${digits}`
}

/** C's `%.10g` for numbers that it writes with an exponent. */
function exponential(value: number): string {
  const [mantissa = "", exponent = ""] = value.toExponential(DIGITS - 1).split("e")
  const short = mantissa.replace(/\.?0+$/, "")
  const sign = exponent.startsWith("-") ? "-" : "+"
  return `${short}e${sign}${exponent.replace(/^[-+]/, "").padStart(2, "0")}`
}
