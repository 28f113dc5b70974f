import { type Diagnostic, didYouMean, type InputPort, MillraceError } from "@internal/schema"
import type { Dict, Value } from "@internal/value"
import { shown } from "./cast-input.ts"
import { diagnose } from "./diagnose.ts"

/** Rows of one line by the name of their source: `data`, `run.outputs`, `run.inputs`. */
export type RowSources = ReadonlyMap<string, Dict>

// Python's `$` matches before a final newline too.
const REFERENCE = /^\$\{([^{}]+)\}\n?$/

/** What a mapping value refers to, `data.a` for `${data.a}`; undefined for a literal (spec 4.3). */
export function mappingReference(value: Value): string | undefined {
  return typeof value === "string" ? REFERENCE.exec(value)?.[1] : undefined
}

/**
 * The inputs of one line (spec 4.3, A.3): references are columns, all else is literal; `line_number` is never mapped. Fails
 * with `MAPPING_FAILED`, which names every relation of this line that has no column.
 */
export function mapColumns(mapping: Dict, rows: RowSources, line?: number): Dict {
  const out: Dict = new Map()
  const unresolved: string[] = []
  for (const [target, value] of mapping) {
    if (target === "line_number") continue
    const reference = mappingReference(value)
    const found = reference === undefined ? value : lookUp(reference, rows)
    if (found === undefined) unresolved.push(String(value).trim())
    else out.set(target, found)
  }
  if (unresolved.length === 0) return out
  throw new MillraceError("MAPPING_FAILED", {
    invalid_relations: unresolved,
    line_info: line === undefined ? "" : ` to line ${line}`,
    suggestion: suggestion(unresolved, rows),
  })
}

/** Splits at each dot in turn; the first source that has the rest as a column wins. */
function lookUp(reference: string, rows: RowSources): Value | undefined {
  for (let dot = reference.indexOf("."); dot >= 0; dot = reference.indexOf(".", dot + 1)) {
    const value = rows.get(reference.slice(0, dot))?.get(reference.slice(dot + 1))
    if (value !== undefined) return value
  }
  return undefined
}

function suggestion(unresolved: string[], rows: RowSources): string {
  const columns = Array.from(rows, ([source, row]) =>
    Array.from(row.keys(), (column) => `\${${source}.${column}}`),
  ).flat()
  return (
    didYouMean(unresolved[0] ?? "", columns) ||
    (columns.length > 0 ? `There are ${columns.slice(0, 20).join(", ")}.` : "")
  )
}

/**
 * The mapping that holds for every input without a default (spec 4.3): the data's column of that name. Entries of an
 * explicit mapping override and extend it.
 */
export function defaultMapping(inputs: readonly InputPort[], explicit: Dict = new Map()): Dict {
  const mapping: Dict = new Map()
  for (const { name, default: given, optional } of inputs)
    if (given === undefined && !optional) mapping.set(name, `\${data.${name}}`)
  for (const [name, value] of explicit) mapping.set(name, value)
  return mapping
}

/** Columns that are known before the first line, by source. */
export type KnownColumns = ReadonlyMap<string, ReadonlySet<string>>

/**
 * Everything that is wrong with a mapping before a line is read: not a dict, no reference in it (`MAPPING_STATIC`, as the
 * original), and, where the columns are known, references that cannot resolve. Names that no flow input has are warnings.
 */
export function mappingProblems(
  mapping: Value,
  inputs: readonly InputPort[],
  columns?: KnownColumns,
): Diagnostic[] {
  const place = { file: "" }
  if (!(mapping instanceof Map)) {
    const reason = `The column mapping must be a mapping of names to values, and it is ${shown(mapping)}`
    return [diagnose("MAPPING_INVALID", { reason }, place)]
  }
  const found: Diagnostic[] = []
  const values = Array.from(mapping.values())
  if (!values.some((value) => typeof value === "string" && value.startsWith("$"))) {
    found.push(diagnose("MAPPING_STATIC", { mapping: shown(mapping) }, place))
  }
  const names = inputs.map((input) => input.name)
  for (const target of mapping.keys()) {
    if (!names.includes(target) && target !== "line_number") {
      const reason = `The column mapping fills ${target}, which is no input of the flow`
      found.push(
        diagnose("MAPPING_INVALID", { reason }, place, {
          severity: "warning",
          hint: didYouMean(target, names),
        }),
      )
    }
  }
  if (columns) found.push(...unknownColumns(mapping, columns))
  return found
}

function unknownColumns(mapping: Dict, columns: KnownColumns): Diagnostic[] {
  const row = new Map(
    Array.from(columns, ([source, names]): [string, Dict] => [
      source,
      new Map(Array.from(names, (n) => [n, true])),
    ]),
  )
  try {
    mapColumns(mapping, row)
    return []
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error
    return [diagnose(error.code, { ...error.data }, { file: "" }, { hint: error.hint })]
  }
}
