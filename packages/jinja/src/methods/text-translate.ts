import { JinjaError, typeError, valueError } from "../error.ts"
import { subscript } from "../lookup/subscript.ts"
import { points } from "../text/code-points.ts"
import { dictSet, type PyDict } from "../values/dict.ts"
import { isStr, textOf } from "../values/markup.ts"
import { isIndex } from "../values/number.ts"
import { textArgument } from "./arguments.ts"

/** `str.maketrans` of one dict, or of texts: what to replace, by what, and what to leave out. */
export function translationTable([from, to, without]: readonly unknown[]): PyDict {
  if (to === undefined) return keyedByCode(from)
  if (!isStr(from)) typeError("first maketrans argument must be a string if there is a second argument")
  const olds = codesOf(textOf(from))
  const news = codesOf(textArgument(to, "maketrans() argument 2 must be str"))
  const left = without === undefined ? "" : textArgument(without, "maketrans() argument 3 must be str")
  if (olds.length !== news.length) valueError("the first two maketrans arguments must have equal length")
  const table: PyDict = new Map()
  for (const [i, code] of olds.entries()) table.set(code, news[i])
  for (const code of codesOf(left)) table.set(code, null)
  return table
}

function keyedByCode(given: unknown): PyDict {
  if (!(given instanceof Map)) typeError("if you give only one argument to maketrans it must be a dict")
  const table: PyDict = new Map()
  for (const [key, value] of given as PyDict) {
    if (isStr(key)) {
      const codes = codesOf(textOf(key))
      if (codes.length !== 1) valueError("string keys in translate table must be of length 1")
      table.set(codes[0], value)
    } else if (isIndex(key)) dictSet(table, key, value)
    else typeError("keys in translate table must be strings or integers")
  }
  return table
}

const codesOf = (text: string) => points(text).map((c) => c.codePointAt(0))

/** What a table has for a character, or undefined where it lacks it. */
function translation(table: unknown, code: unknown): unknown {
  try {
    return subscript(table, code)
  } catch (error) {
    if (error instanceof JinjaError && /^(Key|Index)Error$/.test(error.kind)) return undefined
    throw error
  }
}

/** `s.translate(table)`. */
export function translated(s: string, table: unknown): string {
  let out = ""
  for (const c of s) {
    const to = translation(table, c.codePointAt(0))
    if (to === undefined) out += c
    else if (isStr(to)) out += textOf(to)
    else if (isIndex(to)) out += String.fromCodePoint(Number(to))
    else if (to !== null) typeError("character mapping must return integer, None or str")
  }
  return out
}
