import { pointCount, pointSlice, points } from "./code-points.ts"
import { strip } from "./whitespace.ts"

const SPACE = "[\\t\\n\\v\\f\\r ]"
const WORD = "[\\t\\n\\v\\f\\r ]".replace("[", "[^")
const LETTER = "(?:(?!\\p{Nd})[\\p{L}\\p{N}_])"
const PUNCTUATION = "[\\p{L}\\p{N}_!\"'&.,?]"
/** Splits into words, spaces, dashes and the parts of hyphenated words, as CPython's textwrap does. */
const CHUNKS = new RegExp(
  `(${SPACE}+|(?<=${PUNCTUATION})-{2,}(?=[\\p{L}\\p{N}_])|${WORD}+?(?:` +
    `-(?:(?<=${LETTER}{2}-)|(?<=${LETTER}-${LETTER}-))(?=${LETTER}-?${LETTER})` +
    `|(?=${SPACE}|$)|(?<=${PUNCTUATION})(?=-{2,}[\\p{L}\\p{N}_])))`,
  "u",
)
const SIMPLE = new RegExp(`(${SPACE}+)`)

export interface WrapOptions {
  width: number
  breakLongWords: boolean
  breakOnHyphens: boolean
}

/** Python's `textwrap.wrap` of one paragraph, without tab or whitespace replacement. */
export function wrapLine(text: string, options: WrapOptions): string[] {
  const chunks = text
    .split(options.breakOnHyphens ? CHUNKS : SIMPLE)
    .filter((chunk) => chunk)
    .reverse()
  const lines: string[] = []
  while (chunks.length > 0) {
    const line = takeLine(chunks, lines.length > 0, options)
    if (line.length > 0) lines.push(line.join(""))
  }
  return lines
}

const isBlank = (chunk: string | undefined) => chunk !== undefined && strip(chunk) === ""

/** Takes one line from the end of `chunks`. */
function takeLine(chunks: string[], started: boolean, options: WrapOptions): string[] {
  const line: string[] = []
  let size = 0
  if (started && isBlank(chunks.at(-1))) chunks.pop()
  while (chunks.length > 0) {
    const next = chunks.at(-1) as string
    const length = pointCount(next)
    if (size + length > options.width) break
    line.push(next)
    chunks.pop()
    size += length
  }
  const long = chunks.at(-1)
  if (long !== undefined && pointCount(long) > options.width) breakWord(chunks, line, size, options)
  if (isBlank(line.at(-1))) line.pop()
  return line
}

function breakWord(chunks: string[], line: string[], size: number, options: WrapOptions): void {
  const word = chunks.pop() as string
  if (options.breakLongWords) {
    const end = breakingPoint(word, options.width - size, options.breakOnHyphens)
    line.push(pointSlice(word, 0, end))
    chunks.push(pointSlice(word, end))
  } else if (line.length === 0) line.push(word)
  else chunks.push(word)
}

function breakingPoint(word: string, room: number, onHyphens: boolean): number {
  const characters = points(word)
  if (!onHyphens || characters.length <= room) return room
  const hyphen = characters.slice(0, room).lastIndexOf("-")
  return hyphen > 0 && characters.slice(0, hyphen).some((c) => c !== "-") ? hyphen + 1 : room
}
