import { repr, typeName } from "@internal/value"
import { JinjaError } from "../error.ts"
import { pointCount } from "../text/code-points.ts"
import { splitLines } from "../text/lines.ts"
import { SPACE } from "../text/whitespace.ts"
import { lessThan } from "../values/order.ts"
import { Tuple } from "../values/tuple.ts"

const WIDTH = 80

/** Python's `pprint.pformat(v)`: what does not fit in 80 columns is broken up, and dicts are sorted. */
export function prettyText(v: unknown): string {
  return new PrettyPrinter().format(v, 0, 0, 0)
}

type Entry = [unknown, unknown]

class PrettyPrinter {
  readonly open: unknown[] = []

  format(v: unknown, indent: number, allowance: number, level: number): string {
    if (this.open.includes(v)) return recursion(v)
    const flat = this.flat(v)
    if (pointCount(flat) <= WIDTH - indent - allowance) return flat
    const broken = this.broken(v, indent, allowance, level + 1)
    return broken ?? flat
  }

  broken(v: unknown, indent: number, allowance: number, level: number): string | undefined {
    if (typeof v === "string") return v && brokenText(v, indent, allowance, level)
    this.open.push(v)
    try {
      if (Array.isArray(v)) return `[${this.items(v, indent, allowance + 1, level)}]`
      if (v instanceof Map) return `{${this.entries(v, indent, allowance + 1, level)}}`
      if (v instanceof Tuple) {
        const close = v.items.length === 1 ? ",)" : ")"
        return `(${this.items(v.items, indent, allowance + close.length, level)}${close}`
      }
      return undefined
    } finally {
      this.open.pop()
    }
  }

  items(items: readonly unknown[], indent: number, allowance: number, level: number): string {
    const last = items.length - 1
    const parts = items.map((x, i) => this.format(x, indent + 1, i === last ? allowance : 1, level))
    return parts.join(`,\n${" ".repeat(indent + 1)}`)
  }

  entries(dict: Map<unknown, unknown>, indent: number, allowance: number, level: number): string {
    const entries = sortedEntries(dict)
    const last = entries.length - 1
    const parts = entries.map(([key, value], i) => {
      const name = this.flat(key)
      const inner = indent + 1 + pointCount(name) + 2
      return `${name}: ${this.format(value, inner, i === last ? allowance : 1, level)}`
    })
    return parts.join(`,\n${" ".repeat(indent + 1)}`)
  }

  /** The repr on one line, with sorted dicts. */
  flat(v: unknown): string {
    if (!(Array.isArray(v) || v instanceof Map || v instanceof Tuple)) return repr(v)
    if (this.open.includes(v)) return recursion(v)
    this.open.push(v)
    try {
      if (v instanceof Map) {
        return `{${sortedEntries(v)
          .map(([key, value]) => `${this.flat(key)}: ${this.flat(value)}`)
          .join(", ")}}`
      }
      if (Array.isArray(v)) return `[${v.map((x) => this.flat(x)).join(", ")}]`
      const items = v.items.map((x) => this.flat(x))
      return items.length === 1 ? `(${items[0]},)` : `(${items.join(", ")})`
    } finally {
      this.open.pop()
    }
  }
}

function recursion(v: unknown): string {
  return `<Recursion on ${typeName(v)} with id=0>`
}

/** Entries by key; keys without an order by the name of their type. */
function sortedEntries(dict: Map<unknown, unknown>): Entry[] {
  return Array.from(dict).sort(([a], [b]) => (before(a, b) ? -1 : before(b, a) ? 1 : 0))
}

function before(a: unknown, b: unknown): boolean {
  try {
    return lessThan(a, b)
  } catch (error) {
    if (error instanceof JinjaError && error.kind === "TypeError") return typeName(a) < typeName(b)
    throw error
  }
}

const WORDS = new RegExp(`[^${SPACE}]*[${SPACE}]*`, "g")

function brokenText(text: string, indent: number, allowance: number, level: number): string {
  const outer = level === 1 ? 1 : 0
  const margin = indent + outer
  const chunks: string[] = []
  const lines = splitLines(text, true)
  let whole = ""
  lines.forEach((line, i) => {
    const lastLine = i === lines.length - 1
    const room = WIDTH - margin
    whole = repr(line)
    if (pointCount(whole) <= room - (lastLine ? allowance + outer : 0)) {
      chunks.push(whole)
      return
    }
    const parts = (line.match(WORDS) ?? []).filter((part) => part !== "")
    let current = ""
    parts.forEach((part, j) => {
      const last = lastLine && j === parts.length - 1
      const candidate = current + part
      if (pointCount(repr(candidate)) > room - (last ? allowance + outer : 0)) {
        if (current) chunks.push(repr(current))
        current = part
      } else current = candidate
    })
    if (current) chunks.push(repr(current))
  })
  if (chunks.length === 1) return whole
  const joined = chunks.join(`\n${" ".repeat(margin)}`)
  return level === 1 ? `(${joined})` : joined
}
