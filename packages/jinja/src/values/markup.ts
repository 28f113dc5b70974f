import { repr } from "@internal/value"
import { type ForeignObject, isForeign } from "./foreign.ts"
import { str } from "./text.ts"

/** MarkupSafe's `Markup`: a string that counts as HTML and escapes what is joined to it. */
export class Markup implements ForeignObject {
  readonly pyType = "Markup"
  readonly pyModule = "markupsafe"
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  pyRepr(): string {
    return `Markup(${repr(this.text)})`
  }
  pyStr(): string {
    return this.text
  }
  pyBool(): boolean {
    return this.text !== ""
  }
}

/** An object that knows its own HTML, Python's `__html__`. */
export interface HasHtml {
  pyHtml(): string
}

export function hasHtml(v: unknown): v is Markup | (ForeignObject & HasHtml) {
  return v instanceof Markup || (isForeign(v) && "pyHtml" in v)
}

export function htmlOf(v: Markup | HasHtml): string {
  return v instanceof Markup ? v.text : v.pyHtml()
}

const SPECIAL = /[&<>'"]/
const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "'": "&#39;",
  '"': "&#34;",
}

export function escapeText(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[&<>'"]/g, (c) => ENTITIES[c] as string) : text
}

/** MarkupSafe's `escape`, as text. */
export function escaped(v: unknown): string {
  return hasHtml(v) ? htmlOf(v) : escapeText(str(v))
}

export function isStr(v: unknown): v is string | Markup {
  return typeof v === "string" || v instanceof Markup
}

/** The characters of a `str` or a `Markup`. */
export function textOf(v: string | Markup): string {
  return typeof v === "string" ? v : v.text
}

/** Jinja2's `soft_str`: what is no string becomes one, `Markup` stays. */
export function softStr(v: unknown): string | Markup {
  return isStr(v) ? v : str(v)
}

/** `text` as the same kind of string as `like`. */
export function sameKind(like: string | Markup, text: string): string | Markup {
  return typeof like === "string" ? text : new Markup(text)
}
