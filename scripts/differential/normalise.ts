import { stripVTControlCharacters } from "node:util"
import type { Json } from "./case.ts"

const times = new Set(["start_time", "end_time", "created_on", "created_date", "last_modified_date"])

/** Replaces what differs from run to run: folders, ids, times, addresses, source positions of tracebacks. */
export class Normaliser {
  #replacements: [string, string][]

  /** Pairs of text and placeholder, longest text first wins. */
  constructor(replacements: Record<string, string>) {
    this.#replacements = Object.entries(replacements).sort(([a], [b]) => b.length - a.length)
  }

  text(text: string): string {
    let out = text
    for (const [from, to] of this.#replacements) out = out.replaceAll(from, to)
    return out
      .replace(/[^\s"']*\/site-packages\//g, "$SITE/")
      .replace(/[^\s"']*\/lib\/python3\.\d+\//g, "$PYTHON/")
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "UUID")
      .replace(/0x[0-9a-f]{6,}/g, "0xADDRESS")
      .replace(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[.,]?\d*(Z| ?[+-]\d\d:?\d\d)/g, "TIME")
  }

  json(value: Json): Json {
    if (typeof value === "string") return this.text(value)
    if (Array.isArray(value)) return value.map((item) => this.json(item))
    if (value === null || typeof value !== "object") return value
    const out: Record<string, Json> = {}
    for (const [key, item] of Object.entries(value)) {
      if (times.has(key)) out[key] = item === null ? null : "TIME"
      else if (key === "duration") out[key] = item === null ? null : 0
      else if (key === "stackTrace" || key === "traceback")
        out[key] = typeof item === "string" && item ? "TRACE" : item
      else out[this.text(key)] = this.json(item)
    }
    return out
  }
}

/** `JSON.parse` that takes Python's NaN and infinities (as the texts "NaN" …) and keeps big and decimal numbers as `#text`. */
export function parseJson(text: string): Json {
  // Outside strings only: a number whose JavaScript form is another text becomes "#text", so 1.0 and 1 stay different.
  const marked = text.replace(
    /"(?:[^"\\]|\\.)*"|-?(?:NaN|Infinity)|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g,
    (token) => {
      if (token.startsWith('"')) return token
      if (/[a-z]/.test(token) && !/^-?\d/.test(token)) return `"#${token}"`
      return String(Number(token)) === token ? token : `"#${token}"`
    },
  )
  return JSON.parse(marked)
}

const logLine = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4} +\d+ \S+ +[A-Z]+ +/

/** stdout without the log: the JSON it ends with, an error message, or the text after the last log line. */
export function resultOf(stdout: string): Json {
  const lines = stripVTControlCharacters(stdout).replace(/\n$/, "").split("\n")
  const failed = lines.findIndex((line) => /^pf\.[\w.]+ failed with /.test(line))
  if (failed >= 0) return lines.slice(failed).join("\n")
  for (let i = 0; i < lines.length; i++) {
    if (!/^[{[]/.test(lines[i] ?? "")) continue
    try {
      return parseJson(lines.slice(i).join("\n"))
    } catch {
      // Not the start of the result: part of a tool's output.
    }
  }
  const last = lines.findLastIndex((line) => logLine.test(line))
  return lines.slice(last + 1).join("\n")
}

/** The lines of stderr that a user should see: warnings and errors of the program, without their time. */
export function warningsOf(stderr: string): string[] {
  return stderr
    .split("\n")
    .filter((line) => /\[(WARNING|ERROR)\] - |^\w*(Error|Exception)\b/.test(line))
    .map((line) => line.replace(/^\[.*?\]/, ""))
}
