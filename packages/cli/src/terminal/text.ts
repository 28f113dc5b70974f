import { stripVTControlCharacters } from "node:util"

let segmenter: Intl.Segmenter | undefined
/** Made when a text needs it: it costs 10 ms, and most commands print ASCII. */
function graphemes(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" })
  return segmenter.segment(text)
}
/** East Asian wide and fullwidth characters, and pictographs: two cells each. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u

/** Cells that a text takes on a terminal; colour codes take none. */
export function cells(text: string): number {
  const bare = stripVTControlCharacters(text)
  if (/^[\x20-\x7e]*$/.test(bare)) return bare.length
  let sum = 0
  for (const { segment } of graphemes(bare))
    sum += WIDE.test(segment) && !/^[\x20-\x7e©®™]/.test(segment) ? 2 : 1
  return sum
}

/** At most `width` cells of a text without colour codes; what is left out shows as `…`. */
export function fit(text: string, width: number): string {
  if (cells(text) <= width) return text
  let kept = ""
  let used = 0
  for (const { segment } of graphemes(text)) {
    const next = cells(segment)
    if (used + next > width - 1) break
    kept += segment
    used += next
  }
  return width > 0 ? `${kept}…` : ""
}

/** One line without control characters: what a tool or a model wrote must not move the cursor. */
export function oneLine(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/\s+/g, " ")
    .replace(/\p{Cc}/gu, "")
    .trim()
}

/** Several lines, each without control characters other than tab. */
export function plainLines(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{Cc}\n\t]/gu, "")
}

export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - cells(text)))
}

export function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - cells(text))) + text
}

/** Words on lines of at most `width` cells; what was indented stays so. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const paragraph of text.split("\n")) {
    const indent = /^ */.exec(paragraph)?.[0] ?? ""
    const room = width - indent.length
    let line = ""
    for (const word of paragraph.slice(indent.length).split(" ")) {
      if (line !== "" && cells(line) + 1 + cells(word) > room) {
        lines.push(indent + line)
        line = word
      } else line = line === "" ? word : `${line} ${word}`
    }
    lines.push(indent + line)
  }
  return lines
}
