import { readFileSync } from "node:fs"
import { gunzipSync } from "node:zlib"
import { type Dict, parse, type Value } from "@internal/value"
import { compile, JinjaError } from "../src/index.ts"

/** What Jinja2 does with a template: its text, or kind, message, line and template of its error. */
export type Expected = string | [kind: string, message: string, line: number | null, template: string | null]

export interface Case {
  source: string
  context: number
  expected: Expected
  templates: string | undefined
}

export interface Corpus {
  contexts: Value[]
  templates: Map<string, Map<string, string>>
  cases: Case[]
}

interface Raw {
  /** Each a JSON text of Python's, with its floats, NaN and infinities. */
  contexts: string[]
  templates: Record<string, Record<string, string>>
  cases: [source: string, context: number, expected: Expected, templates?: string][]
}

/** Reads what scripts/jinja-corpus.py wrote, gzipped or not. */
export function readCorpus(path: string | URL): Corpus {
  const bytes = readFileSync(path)
  const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString("utf8")
  const raw = JSON.parse(text) as Raw // the script's own format
  return {
    contexts: raw.contexts.map(parse),
    templates: new Map(
      Object.entries(raw.templates).map(([name, set]) => [name, new Map(Object.entries(set))]),
    ),
    cases: raw.cases.map(([source, context, expected, templates]) => ({
      source,
      context,
      expected,
      templates,
    })),
  }
}

/** A fresh copy of a context, since templates may change lists and dicts. */
function fresh(value: Value): Value {
  if (Array.isArray(value)) return value.map(fresh)
  if (value instanceof Map) return new Map(Array.from(value, ([key, item]) => [key, fresh(item)]))
  return value
}

/** What our engine does with a case, in the corpus' terms. */
export function ours(corpus: Corpus, { source, context, templates }: Case): Expected {
  const loadable = templates === undefined ? undefined : corpus.templates.get(templates)
  const variables = fresh(corpus.contexts[context] as Value) as Dict // read above
  try {
    return compile(source, { loader: loadable && ((name) => loadable.get(name)) }).render(variables)
  } catch (error) {
    if (!(error instanceof JinjaError)) return ["crash", String((error as Error).stack), null, null]
    return [error.kind, error.message, error.line ?? null, error.template ?? null]
  }
}

export function agrees(expected: Expected, got: Expected): boolean {
  return JSON.stringify(expected) === JSON.stringify(got)
}
