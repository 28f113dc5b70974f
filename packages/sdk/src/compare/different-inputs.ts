import { type Dict, type Json, stringify, type Value } from "@internal/value"
import type { Subject } from "./subject.ts"

/** Lines of the same number in which two runs took different values of an input that both have. */
export interface DifferentInputs {
  run: string
  /** Lines that both have. */
  shared: number
  lines: number[]
  /** An input that differs in the first of these lines. */
  input: string
}

/**
 * Against the first subject; runs whose lines are the same rows, or whose inputs have no name in common, are not in the list.
 * An input that is the same in all lines of a run is a setting of it and no part of the row.
 */
export function differentInputs(subjects: readonly Subject[]): DifferentInputs[] {
  const [base, ...others] = subjects
  if (!base) return []
  return others.flatMap(({ run, lines }): DifferentInputs[] => {
    const pairs = [...lines].flatMap(([line, { inputs }]) => {
      const own = base.lines.get(line)
      return own ? [{ line, one: own.inputs, other: inputs }] : []
    })
    const unlike = pairs.flatMap(({ line, one, other }) =>
      one?.text === other?.text ? [] : differing(one?.value, other?.value).map((input) => ({ line, input })),
    )
    const names = [...new Set(unlike.map(({ input }) => input))]
    const varying = new Set(
      names.filter(
        (name) =>
          varies(
            pairs.map(({ one }) => one),
            name,
          ) ||
          varies(
            pairs.map(({ other }) => other),
            name,
          ),
      ),
    )
    const rows = unlike.filter(({ input }) => varying.has(input))
    const [first] = rows
    if (!first) return []
    return [
      {
        run: run.name,
        shared: pairs.length,
        lines: [...new Set(rows.map(({ line }) => line))],
        input: first.input,
      },
    ]
  })
}

const textOf = (inputs: Value | undefined, name: string): string | undefined => {
  const value = inputs instanceof Map ? (inputs as Dict).get(name) : undefined
  return value === undefined ? undefined : stringify(value)
}

function differing(one: Value | undefined, other: Value | undefined): string[] {
  if (!(one instanceof Map) || !(other instanceof Map)) return []
  return [...(one as Dict).keys()].filter((name) => {
    if (name === "line_number" || !other.has(name)) return false
    const text = textOf(one, name)
    return text !== textOf(other, name) && !text?.includes('"data:image/') // each run keeps files of its own
  })
}

function varies(all: readonly (Json | null)[], name: string): boolean {
  const first = textOf(all[0]?.value, name)
  return all.some((inputs) => textOf(inputs?.value, name) !== first)
}

/** What a reader has to know before anything else: rows that are paired and are not the same. */
export function inputWarnings(
  subjects: readonly Subject[],
  labels: Readonly<Record<string, string>>,
): string[] {
  const labelOf = (name: string) => {
    const arm = subjects.find(({ run }) => run.name === name)?.compared.arm ?? name
    return labels[arm] ?? name
  }
  return differentInputs(subjects).map(({ run, shared, lines: [first, ...more], input }) => {
    const count = more.length + 1
    const base = labelOf(subjects[0]?.run.name ?? "")
    const which = `${input}, first in line ${first}`
    return `${labelOf(run)} took other inputs than ${base} in ${count} of ${shared} shared lines (${which}): these are not the same rows, and what differs may come from the data.`
  })
}
