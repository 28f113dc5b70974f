import { h } from "./dom.js"

/** The text of a value: a text as it is, anything else as JSON. */
export function textOf(value) {
  if (value === null || value === undefined) return ""
  return typeof value === "string" ? value : value.json
}

/** A value in a line of a table. */
export function brief(value, most = 300) {
  const text = textOf(value).replace(/\s+/g, " ")
  return text.length > most ? `${text.slice(0, most)}…` : text
}

/** A value with its line breaks. */
export function whole(value) {
  const text = textOf(value)
  if (text === "" && typeof value !== "string") return h("p", { class: "nothing" }, "nothing")
  return h(
    "pre",
    { class: typeof value === "string" ? "text" : "json", tabindex: 0 },
    text === "" ? "(empty text)" : text,
  )
}

/** Milliseconds in words. */
export function duration(ms) {
  if (ms === null || ms === undefined) return ""
  if (ms < 1) return `${Math.round(ms * 100) / 100} ms`
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`
}

export function count(n) {
  return n.toLocaleString("en")
}

const MARKS = {
  done: "●",
  completed: "●",
  failed: "✕",
  crashed: "✕",
  cancelled: "▬",
  canceled: "▬",
  bypassed: "◌",
}

/** A state by its shape, its colour and its word. */
export function state(word) {
  const key = word.toLowerCase()
  return h(
    "span",
    { class: `state ${key}` },
    h("span", { class: "mark", "aria-hidden": "true" }, MARKS[key] ?? "○"),
    ` ${key}`,
  )
}

/** Names and values, one under another. */
export function fields(pairs) {
  if (pairs.length === 0) return h("p", { class: "nothing" }, "none")
  return h(
    "dl",
    { class: "fields" },
    pairs.map(([name, value]) => [h("dt", {}, name), h("dd", {}, whole(value))]),
  )
}
