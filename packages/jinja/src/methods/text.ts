import { typeName } from "@internal/value"
import { typeError, valueError } from "../error.ts"
import { checkText } from "../limits.ts"
import { capitalize, casefold, swapCase, titleCase } from "../text/casing.ts"
import { pointCount, points } from "../text/code-points.ts"
import { splitLines } from "../text/lines.ts"
import { splitOn, splitOnRight, splitWords, splitWordsRight } from "../text/split.ts"
import { strip, stripEnd, stripStart } from "../text/whitespace.ts"
import { Bytes } from "../values/bytes.ts"
import { iterate, tryIterate } from "../values/iterate.ts"
import { isStr, textOf } from "../values/markup.ts"
import { Tuple } from "../values/tuple.ts"
import { integerArgument, textArgument } from "./arguments.ts"
import { MethodTable } from "./method.ts"
import { addTextSearch } from "./text-search.ts"
import { addTextTests } from "./text-tests.ts"
import { translated, translationTable } from "./text-translate.ts"

/** `str`'s methods, but for `format` and `format_map`, which belong to the sandbox. */
export const TEXT_METHODS = new MethodTable<string>("str")
addTextTests(TEXT_METHODS)
addTextSearch(TEXT_METHODS)

TEXT_METHODS.none("upper", (s) => s.toUpperCase())
  .none("lower", (s) => s.toLowerCase())
  .none("title", titleCase)
  .none("capitalize", capitalize)
  .none("casefold", casefold)
  .none("swapcase", swapCase)
  .some("strip", 0, 1, (s, chars) => stripped(s, chars, "strip"))
  .some("lstrip", 0, 1, (s, chars) => stripped(s, chars, "lstrip"))
  .some("rstrip", 0, 1, (s, chars) => stripped(s, chars, "rstrip"))
  .some("center", 1, 2, (s, width, fill) => aligned(s, width, fill, "center"))
  .some("ljust", 1, 2, (s, width, fill) => aligned(s, width, fill, "left"))
  .some("rjust", 1, 2, (s, width, fill) => aligned(s, width, fill, "right"))
  .one("zfill", zeroFilled)
  .some("replace", 2, 3, replaced)
  .named("split", ["sep", "maxsplit"], (s, separator = null, limit = -1) => {
    const most = integerArgument(limit)
    return separator === null ? splitWords(s, most) : splitOn(s, separatorOf(separator), most)
  })
  .named("rsplit", ["sep", "maxsplit"], (s, separator = null, limit = -1) => {
    const most = integerArgument(limit)
    return separator === null ? splitWordsRight(s, most) : splitOnRight(s, separatorOf(separator), most)
  })
  .named("splitlines", ["keepends"], (s, keep = false) => splitLines(s, integerArgument(keep) !== 0))
  .named("expandtabs", ["tabsize"], (s, size = 8) => tabsExpanded(s, integerArgument(size)))
  .one("partition", (s, separator) => {
    const middle = partitionOf(separator)
    const at = s.indexOf(middle)
    return new Tuple(at < 0 ? [s, "", ""] : [s.slice(0, at), middle, s.slice(at + middle.length)])
  })
  .one("rpartition", (s, separator) => {
    const middle = partitionOf(separator)
    const at = s.lastIndexOf(middle)
    return new Tuple(at < 0 ? ["", "", s] : [s.slice(0, at), middle, s.slice(at + middle.length)])
  })
  .one("removeprefix", (s, prefix) => {
    const text = textArgument(prefix, "removeprefix() argument must be str")
    return s.startsWith(text) ? s.slice(text.length) : s
  })
  .one("removesuffix", (s, suffix) => {
    const text = textArgument(suffix, "removesuffix() argument must be str")
    return text !== "" && s.endsWith(text) ? s.slice(0, -text.length) : s
  })
  .one("join", (s, items) => joined(s, items))
  .some("maketrans", 1, 3, (_, ...tables) => translationTable(tables))
  .one("translate", translated)
  .named("encode", ["encoding", "errors"], (s, encoding = "utf-8") =>
    Bytes.encode(s, textArgument(encoding, "encode() argument 'encoding' must be str")),
  )

function separatorOf(v: unknown): string {
  const text = isStr(v) ? textOf(v) : typeError(`must be str or None, not ${typeName(v)}`)
  return text === "" ? valueError("empty separator") : text
}

function partitionOf(v: unknown): string {
  return textArgument(v, "must be str") || valueError("empty separator")
}

/** `name` is the method the message names. */
function stripped(s: string, chars: unknown, name: "strip" | "lstrip" | "rstrip"): string {
  if (chars === undefined || chars === null) {
    return name === "strip" ? strip(s) : name === "lstrip" ? stripStart(s) : stripEnd(s)
  }
  if (!isStr(chars)) typeError(`${name} arg must be None or str`)
  const set = new Set(textOf(chars))
  const characters = points(s)
  let start = 0
  let end = characters.length
  if (name !== "rstrip") while (start < end && set.has(characters[start] as string)) start++
  if (name !== "lstrip") while (end > start && set.has(characters[end - 1] as string)) end--
  return characters.slice(start, end).join("")
}

function aligned(s: string, width: unknown, fill: unknown, side: "left" | "right" | "center"): string {
  const total = integerArgument(width)
  if (fill !== undefined && !isStr(fill)) {
    typeError(`The fill character must be a unicode character, not ${typeName(fill)}`)
  }
  const character = fill === undefined ? " " : textOf(fill)
  if (pointCount(character) !== 1) typeError("The fill character must be exactly one character long")
  const missing = total - pointCount(s)
  if (missing <= 0) return s
  checkText(total)
  const before = side === "left" ? 0 : side === "right" ? missing : (missing >> 1) + (missing & total & 1)
  return character.repeat(before) + s + character.repeat(missing - before)
}

function zeroFilled(s: string, width: unknown): string {
  const missing = integerArgument(width) - pointCount(s)
  if (missing <= 0) return s
  checkText(missing)
  const sign = /^[-+]/.exec(s)?.[0] ?? ""
  return sign + "0".repeat(missing) + s.slice(sign.length)
}

function replaced(s: string, old: unknown, fresh: unknown, count: unknown = -1): string {
  const from = textArgument(old, "replace() argument 1 must be str")
  const to = textArgument(fresh, "replace() argument 2 must be str")
  return replaceText(s, from, to, integerArgument(count))
}

/** Python's `s.replace(from, to, count)`; all of them when `count` is negative. */
export function replaceText(s: string, from: string, to: string, count: number): string {
  const parts = from === "" ? ["", ...points(s), ""] : s.split(from)
  checkText(s.length + parts.length * to.length)
  if (count < 0 || parts.length <= count + 1) return parts.join(to)
  return [...parts.slice(0, count), parts.slice(count).join(from)].join(to)
}

function tabsExpanded(s: string, size: number): string {
  let out = ""
  let column = 0
  for (const c of s) {
    if (c === "\t") {
      const width = size > 0 ? size - (column % size) : 0
      checkText(out.length + width)
      out += " ".repeat(width)
      column += width
    } else {
      out += c
      column = c === "\n" || c === "\r" ? 0 : column + 1
    }
  }
  return out
}

/** Python's `separator.join(items)`. */
export function joined(separator: string, items: unknown): string {
  const source = tryIterate(items) ? iterate(items) : typeError("can only join an iterable")
  const texts: string[] = []
  let size = 0
  for (const item of source) {
    if (!isStr(item)) {
      typeError(`sequence item ${texts.length}: expected str instance, ${typeName(item)} found`)
    }
    const text = textOf(item)
    size += text.length + separator.length
    texts.push(text)
  }
  checkText(size)
  return texts.join(separator)
}
