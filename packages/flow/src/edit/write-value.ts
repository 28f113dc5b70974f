import type { Value } from "@internal/value"
import { blockLiteral, type Quote, scalarText } from "./write-scalar.ts"

/** How a file is written, so that what is added looks like what is there. */
export interface YamlStyle {
  /** Blanks of one level. */
  step: number
  /** Blanks before the dashes of a list, below its key. */
  dash: number
  quote: Quote
}

/** Lines that were cut out of a file, not indented, and what they mean. */
export class Fragment {
  readonly lines: readonly string[]
  readonly value: Value

  constructor(lines: readonly string[], value: Value) {
    this.lines = lines
    this.value = value
  }
}

/** A value to write: plain data, or lines of the file where they are to be kept as they are. */
export type Written = Value | Fragment | WrittenMap
export type WrittenMap = Map<string, Value | Fragment | WrittenMap>

/** The data of what is to be written. */
export function dataOf(written: Written): Value {
  if (written instanceof Fragment) return written.value
  if (written instanceof Map) return new Map(Array.from(written, ([key, item]) => [key, dataOf(item)]))
  return written
}

export function keyText(key: string, style: YamlStyle, flow: boolean): string {
  return scalarText(key, { flow, quote: style.quote })
}

/** A value on one line. */
export function flowTextOf(value: Value, style: YamlStyle): string {
  if (Array.isArray(value)) return `[${value.map((item) => flowTextOf(item, style)).join(", ")}]`
  if (value instanceof Map) {
    const pairs = Array.from(
      value,
      ([key, item]) => `${keyText(key, style, true)}: ${flowTextOf(item, style)}`,
    )
    return `{${pairs.join(", ")}}`
  }
  return scalarText(value, { flow: true, quote: style.quote })
}

/**
 * A value as what follows `key:` or a dash: the rest of that line, and lines below it. Lines are indented relative to
 * where the key stands; `dash` is that of the style for a list below a key.
 */
export function blockValue(written: Written, style: YamlStyle): { inline: string; lines: string[] } {
  if (written instanceof Fragment) {
    const by = Array.isArray(written.value) ? style.dash : style.step
    return { inline: "", lines: indent(written.lines, by) }
  }
  if (written instanceof Map) {
    if (written.size === 0) return { inline: " {}", lines: [] }
    return { inline: "", lines: indent(mapLines(written, style), style.step) }
  }
  if (Array.isArray(written)) {
    if (written.length === 0) return { inline: " []", lines: [] }
    return {
      inline: "",
      lines: indent(
        written.flatMap((item) => itemLines(item, style)),
        style.dash,
      ),
    }
  }
  const block = typeof written === "string" ? blockLiteral(written) : undefined
  if (block) return { inline: ` ${block.header}`, lines: indent(block.lines, style.step) }
  return { inline: ` ${scalarText(written, { flow: false, quote: style.quote })}`, lines: [] }
}

/** `key: value`, not indented. */
export function entryLines(key: string, written: Written, style: YamlStyle): string[] {
  const { inline, lines } = blockValue(written, style)
  return [`${keyText(key, style, false)}:${inline}`, ...lines]
}

export function mapLines(map: WrittenMap, style: YamlStyle): string[] {
  return Array.from(map).flatMap(([key, item]) => entryLines(key, item, style))
}

/** `- value`, not indented. */
export function itemLines(written: Written, style: YamlStyle): string[] {
  const inner = (lines: readonly string[]) => {
    const [first = "", ...rest] = indent(lines, 2)
    return [`- ${first.slice(2)}`, ...rest]
  }
  if (written instanceof Fragment) return inner(written.lines)
  if (written instanceof Map && written.size > 0) return inner(mapLines(written, style))
  if (Array.isArray(written) && written.length > 0)
    return inner(written.flatMap((item) => itemLines(item, style)))
  const { inline, lines } = blockValue(written, style)
  return [`-${inline}`, ...lines]
}

/** Moves lines to the right; empty ones stay empty. */
export function indent(lines: readonly string[], by: number): string[] {
  const blanks = " ".repeat(by)
  return lines.map((line) => (line === "" ? line : blanks + line))
}
