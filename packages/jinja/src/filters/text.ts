import { type Operation, operation } from "../call/py-function.ts"
import { raise, typeError, valueError } from "../error.ts"
import { prettyText } from "../format/pretty.ts"
import { checkText } from "../limits.ts"
import { methodOf, noAttribute } from "../lookup/attribute.ts"
import { slice } from "../lookup/slice.ts"
import { integerArgument } from "../methods/arguments.ts"
import { replaceText } from "../methods/text.ts"
import { splitLines } from "../text/lines.ts"
import { SPACE } from "../text/whitespace.ts"
import { wrapLine } from "../text/wrap.ts"
import { add, concatenate, modulo, multiply, subtract } from "../values/arithmetic.ts"
import { iterate } from "../values/iterate.ts"
import { length } from "../values/length.ts"
import { escaped, hasHtml, isStr, Markup, sameKind, softStr, textOf } from "../values/markup.ts"
import { isNumber, plain } from "../values/number.ts"
import { compare } from "../values/order.ts"
import { str } from "../values/text.ts"
import { truth } from "../values/truth.ts"
import { Tuple } from "../values/tuple.ts"
import { attributeGetter } from "./attribute-getter.ts"

/** A method of the value as a string (a `Markup` stays one). */
function method(name: string, value: unknown, ...args: unknown[]): unknown {
  const text = softStr(value)
  return methodOf(text, name)?.call(text, args, null, { autoescape: false })
}

const WORD_STARTS = new RegExp(`([-${SPACE}({\\[<]+)`)

function title(value: unknown): string {
  return textOf(softStr(value))
    .split(WORD_STARTS)
    .map((word) => {
      const [first = ""] = word
      return first.toUpperCase() + word.slice(first.length).toLowerCase()
    })
    .join("")
}

function replace(
  autoescape: boolean,
  s: unknown,
  old: unknown,
  fresh: unknown,
  count: unknown = null,
): unknown {
  const times = count === null ? -1 : integerArgument(count)
  if (!autoescape) return replaceText(str(s), str(old), str(fresh), times)
  const source = hasHtml(old) || (hasHtml(fresh) && !hasHtml(s)) ? new Markup(escaped(s)) : softStr(s)
  const replacement = source instanceof Markup ? escaped(fresh) : textOf(softStr(fresh))
  return sameKind(source, replaceText(textOf(source), textOf(softStr(old)), replacement, times))
}

function indent(value: unknown, width: unknown = 4, first: unknown = false, blank: unknown = false): unknown {
  const plainIndent = isStr(width) ? width : multiply(" ", width)
  const markup = value instanceof Markup
  const margin = markup ? escaped(new Markup(textOf(plainIndent as string))) : textOf(plainIndent as string)
  if (!isStr(value)) {
    if (!Array.isArray(value)) concatenate(value, "\n", "+=")
    noAttribute(value, "splitlines")
  }
  const lines = splitLines(`${textOf(value)}\n`)
  checkText(textOf(value).length + lines.length * margin.length)
  const rest = lines.slice(1).map((line) => (line || truth(blank) ? margin + line : line))
  const text = [lines[0] ?? "", ...rest].join("\n")
  return sameKind(value, truth(first) ? margin + text : text)
}

function truncate(s: unknown, size: unknown, killWords: unknown, end: unknown, leeway: unknown): unknown {
  const extra = leeway === null ? 5 : leeway
  const tail = length(end)
  if (!compare(">=", size, tail)) raise("AssertionError", `expected length >= ${tail}, got ${str(size)}`)
  if (!compare(">=", extra, 0)) raise("AssertionError", `expected leeway >= 0, got ${str(extra)}`)
  if (compare("<=", length(s), add(size, extra))) return s
  const head = slice(s, null, subtract(size, tail), null)
  if (truth(killWords)) return add(head, end)
  if (!isStr(head)) noAttribute(head, "rsplit")
  const text = textOf(head)
  const at = text.lastIndexOf(" ")
  return add(sameKind(head, at < 0 ? text : text.slice(0, at)), end)
}

function wordwrap(s: unknown, width: unknown, long: unknown, wrapString: unknown, hyphens: unknown): unknown {
  const separator = wrapString === null ? "\n" : wrapString
  if (!isStr(separator)) noAttribute(separator, "join")
  if (!isStr(s)) noAttribute(s, "splitlines")
  const lines = splitLines(textOf(s)).map((line) => {
    if (compare("<=", width, 0)) valueError(`invalid width ${str(width)} (must be > 0)`)
    const options = {
      width: isNumber(width) ? Number(plain(width)) : typeError("width must be a number"),
      breakLongWords: truth(long),
      breakOnHyphens: truth(hyphens),
    }
    return wrapLine(line, options).map((part) => (separator instanceof Markup ? escaped(part) : part))
  })
  const text = lines.map((parts) => parts.join(textOf(separator)))
  return sameKind(separator, text.join(textOf(separator)))
}

function join(
  autoescape: boolean,
  value: unknown,
  separator: unknown,
  attribute: (item: unknown) => unknown,
): unknown {
  if (!autoescape) {
    const between = str(separator)
    let out = ""
    let first = true
    for (const item of iterate(value)) {
      out += first ? str(attribute(item)) : between + str(attribute(item))
      checkText(out.length)
      first = false
    }
    return out
  }
  const items = Array.from(iterate(value), attribute)
  if (hasHtml(separator) || items.some(hasHtml)) {
    return new Markup(items.map((item) => escaped(softStr(item))).join(escaped(separator)))
  }
  return items.map(str).join(str(separator))
}

function format(value: unknown, args: unknown[], kwargs: Map<string, unknown>): unknown {
  if (args.length > 0 && kwargs.size > 0) {
    raise("FilterArgumentError", "can't handle positional and keyword arguments at the same time")
  }
  return modulo(softStr(value), kwargs.size > 0 ? kwargs : new Tuple(args))
}

const WORD = /[\p{L}\p{N}_]+/gu

export const TEXT_FILTERS: Record<string, Operation> = {
  upper: operation("do_upper", "s", (_, s) => method("upper", s)),
  lower: operation("do_lower", "s", (_, s) => method("lower", s)),
  capitalize: operation("do_capitalize", "s", (_, s) => method("capitalize", s)),
  title: operation("do_title", "s", (_, s) => title(s)),
  trim: operation("do_trim", "value, chars?", (_, s, chars = null) => method("strip", s, chars)),
  center: operation("do_center", "value, width?", (_, s, width = 80) => method("center", s, width)),
  replace: operation("do_replace", "@eval_ctx, s, old, new, count?", (scope, s, old, fresh, count) =>
    replace(scope.autoescape, s, old, fresh, count),
  ),
  indent: operation("do_indent", "s, width?, first?, blank?", (_, s, width, first, blank) =>
    indent(s, width, first, blank),
  ),
  truncate: operation(
    "do_truncate",
    "@env, s, length?, killwords?, end?, leeway?",
    (_, s, size = 255, kill = false, end = "...", leeway = null) => truncate(s, size, kill, end, leeway),
  ),
  wordwrap: operation(
    "do_wordwrap",
    "@environment, s, width?, break_long_words?, wrapstring?, break_on_hyphens?",
    (_, s, width = 79, long = true, wrap = null, hyphens = true) => wordwrap(s, width, long, wrap, hyphens),
  ),
  wordcount: operation("do_wordcount", "s", (_, s) => textOf(softStr(s)).match(WORD)?.length ?? 0),
  join: operation(
    "sync_do_join",
    "@eval_ctx, value, d?, attribute?",
    (scope, value, d = "", attribute = null) =>
      join(scope.autoescape, value, d, attribute === null ? (item) => item : attributeGetter(attribute)),
  ),
  format: operation(
    "do_format",
    "value, *args, **kwargs",
    (_, value, args, kwargs) => format(value, args as unknown[], kwargs as Map<string, unknown>), // collectors, see Signature.bind
  ),
  pprint: operation("do_pprint", "value", (_, value) => prettyText(value)),
}
