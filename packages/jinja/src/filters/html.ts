import { repr, typeName } from "@internal/value"
import { type Operation, operation } from "../call/py-function.ts"
import { raise, typeError, valueError } from "../error.ts"
import { jsonText } from "../format/json.ts"
import { checkText } from "../limits.ts"
import { noAttribute } from "../lookup/attribute.ts"
import { stripTags } from "../text/entities.ts"
import { quoteUrl } from "../text/url.ts"
import { urlize } from "../text/urlize.ts"
import { words } from "../text/whitespace.ts"
import { iterate, toList, tryIterate } from "../values/iterate.ts"
import { escaped, escapeText, hasHtml, htmlOf, isStr, Markup, softStr, textOf } from "../values/markup.ts"
import { isIndex } from "../values/number.ts"
import { str } from "../values/text.ts"
import { truth } from "../values/truth.ts"
import { Undefined } from "../values/undefined.ts"
import { unpack } from "../values/unpack.ts"

const markup = (v: unknown) => new Markup(hasHtml(v) ? htmlOf(v) : str(v))

function urlEncode(value: unknown): string {
  if (isStr(value) || !tryIterate(value)) return quoteUrl(str(value), false)
  const pairs: Iterable<unknown> = value instanceof Map ? value : iterate(value)
  return Array.from(pairs, (pair) => {
    const [key, item] = unpack(pair, 2)
    return `${quoteUrl(str(key), true)}=${quoteUrl(str(item), true)}`
  }).join("&")
}

function xmlAttributes(autoescape: boolean, d: unknown, autospace: unknown): unknown {
  if (!(d instanceof Map)) noAttribute(d, "items")
  const items: string[] = []
  for (const [key, value] of d) {
    if (value === null || value instanceof Undefined) continue
    if (!isStr(key)) typeError(`expected string or bytes-like object, got '${typeName(key)}'`)
    if (/[ \t\n\r\f\v/>=]/.test(textOf(key))) valueError(`Invalid character in attribute name: ${repr(key)}`)
    items.push(`${escaped(key)}="${escaped(value)}"`)
  }
  const text = (truth(autospace) && items.length > 0 ? " " : "") + items.join(" ")
  return autoescape ? new Markup(text) : text
}

const SCHEME = /^([\p{L}\p{N}_.+-]{2,}:(\/){0,2})$/u

interface UrlizeArguments {
  value: unknown
  limit: unknown
  nofollow: unknown
  target: unknown
  rel: unknown
  schemes: unknown
}

function linkUrls(autoescape: boolean, given: UrlizeArguments): unknown {
  const rels = new Set(words(truth(given.rel) ? str(given.rel) : ""))
  if (truth(given.nofollow)) rels.add("nofollow")
  rels.add("noopener")
  const schemes = given.schemes === null ? [] : toList(given.schemes).map(str)
  for (const scheme of schemes) {
    if (!SCHEME.test(scheme))
      raise("FilterArgumentError", `${repr(scheme)} is not a valid URI scheme prefix.`)
  }
  const text = urlize(escaped(given.value), {
    limit: isIndex(given.limit) ? Number(given.limit) : undefined,
    rel: Array.from(rels).sort().join(" "),
    target: truth(given.target) ? str(given.target) : undefined,
    schemes,
  })
  return autoescape ? new Markup(text) : text
}

const JSON_ESCAPES: Record<string, string> = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "'": "\\u0027",
}

function toJson(value: unknown, indent: unknown): Markup {
  const level = indent === null ? undefined : isStr(indent) ? textOf(indent) : " ".repeat(indentWidth(indent))
  return new Markup(jsonText(value, level).replace(/[<>&']/g, (c) => JSON_ESCAPES[c] as string))
}

function indentWidth(indent: unknown): number {
  if (isIndex(indent)) checkText(Number(indent))
  return isIndex(indent)
    ? Math.max(0, Number(indent))
    : typeError(`can't multiply sequence by non-int of type '${typeName(indent)}'`)
}

export const HTML_FILTERS: Record<string, Operation> = {
  escape: operation("escape", "s", (_, v) => new Markup(escaped(v))),
  forceescape: operation(
    "do_forceescape",
    "value",
    (_, v) => new Markup(escapeText(hasHtml(v) ? htmlOf(v) : str(v))),
  ),
  safe: operation("do_mark_safe", "value", (_, v) => markup(v)),
  string: operation("soft_str", "s", (_, v) => softStr(v)),
  striptags: operation("do_striptags", "value", (_, v) =>
    stripTags(hasHtml(v) ? htmlOf(v) : str(v), (s) => words(s).join(" ")),
  ),
  urlencode: operation("do_urlencode", "value", (_, v) => urlEncode(v)),
  xmlattr: operation("do_xmlattr", "@eval_ctx, d, autospace?", (scope, d, autospace = true) =>
    xmlAttributes(scope.autoescape, d, autospace),
  ),
  urlize: operation(
    "do_urlize",
    "@eval_ctx, value, trim_url_limit?, nofollow?, target?, rel?, extra_schemes?",
    (scope, value, limit = null, nofollow = false, target = null, rel = null, schemes = null) =>
      linkUrls(scope.autoescape, { value, limit, nofollow, target, rel, schemes }),
  ),
  tojson: operation("do_tojson", "@eval_ctx, value, indent?", (_, value, indent = null) =>
    toJson(value, indent),
  ),
}
HTML_FILTERS.e = HTML_FILTERS.escape as Operation
