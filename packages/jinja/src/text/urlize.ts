import { escapeText } from "../values/markup.ts"
import { SPACE } from "./whitespace.ts"

const HTTP = new RegExp(
  "^(" +
    "(https?://|www\\.)(([\\p{L}\\p{N}_%-]+\\.)+)?([a-z]{2,63}|xn--[\\p{L}\\p{N}_%]{2,59})" +
    "|([\\p{L}\\p{N}_%-]{2,63}\\.)+(com|net|int|edu|gov|org|info|mil)" +
    "|(https?://)((([\\p{Nd}]{1,3})(\\.[\\p{Nd}]{1,3}){3})|(\\[([\\p{Nd}a-f]{0,4}:){2}([\\p{Nd}a-f]{0,4}:?){1,6}\\]))" +
    `)(?::[\\p{Nd}]{1,5})?(?:[/?#][^${SPACE}]*)?\\n?$`,
  "iu",
)
const EMAIL = new RegExp(`^[^${SPACE}]+@[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]*\\.[\\p{L}\\p{N}_]+\\n?$`, "u")
const WORDS = new RegExp(`([${SPACE}]+)`)
const PAIRS = [
  ["(", ")"],
  ["<", ">"],
  ["&lt;", "&gt;"],
] as const

export interface UrlizeOptions {
  /** Longest text shown for a link, or undefined for no limit. */
  limit: number | undefined
  rel: string | undefined
  target: string | undefined
  schemes: readonly string[]
}

const count = (text: string, part: string) => text.split(part).length - 1

/** Jinja2's `urlize` of a text that is escaped already: turns what looks like an address into a link. */
export function urlize(text: string, options: UrlizeOptions): string {
  return text
    .split(WORDS)
    .map((word) => linked(word, options))
    .join("")
}

function linked(word: string, options: UrlizeOptions): string {
  const head = /^([(<]|&lt;)+/.exec(word)?.[0] ?? ""
  let middle = word.slice(head.length)
  let tail = /([)>.,\n]|&gt;)+$/.exec(middle)?.[0] ?? ""
  middle = middle.slice(0, middle.length - tail.length)
  for (const [open, close] of PAIRS) {
    const opened = count(middle, open)
    if (opened <= count(middle, close)) continue
    for (let left = Math.min(opened, count(tail, close)); left > 0; left--) {
      const end = tail.indexOf(close) + close.length
      middle += tail.slice(0, end)
      tail = tail.slice(end)
    }
  }
  return head + link(middle, options) + tail
}

function link(text: string, { limit, rel, target, schemes }: UrlizeOptions): string {
  const attributes =
    (rel ? ` rel="${escapeText(rel)}"` : "") + (target ? ` target="${escapeText(target)}"` : "")
  const shown = limit !== undefined && text.length > limit ? `${text.slice(0, limit)}...` : text
  if (HTTP.test(text)) {
    const address = /^https?:\/\//.test(text) ? text : `https://${text}`
    return `<a href="${address}"${attributes}>${shown}</a>`
  }
  if (text.startsWith("mailto:") && EMAIL.test(text.slice(7))) return `<a href="${text}">${text.slice(7)}</a>`
  if (text.includes("@") && !/^www\.|^@/.test(text) && !text.includes(":") && EMAIL.test(text)) {
    return `<a href="mailto:${text}">${text}</a>`
  }
  let out = text
  for (const scheme of schemes) {
    if (out !== scheme && out.startsWith(scheme)) out = `<a href="${out}"${attributes}>${out}</a>`
  }
  return out
}
