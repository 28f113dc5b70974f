import type { ReactNode } from "react"
import { asRecord } from "../../run/run-facts.ts"
import type { JoinedLine } from "../../run/use-run-lines.ts"
import type { LineValue } from "../../run/value-panel.tsx"
import type { Column } from "../../ui/data-table/columns.ts"
import { inlineText } from "../../ui/value-kind.ts"
import styles from "./compare.module.css"
import { ComparedCell, DirectionMark, InputCell } from "./compared-cell.tsx"
import { type RowScores, shownText } from "./row-directions.ts"

/** An output of evaluations that stands beside: by compared run, the evaluation run that says it. */
export interface EvaluatedOutput {
  group: string
  name: string
  of: Readonly<Record<string, string>>
}

interface RowColumnsOptions {
  inputs: readonly string[]
  outputs: readonly string[]
  evaluated: readonly EvaluatedOutput[]
  base: string
  others: readonly string[]
  labels: Readonly<Record<string, string>>
  scores: RowScores
  /** Whether lines have scores that can be told apart. */
  scored: boolean
}

/** Something of a row that has a column and can be looked at whole. */
interface RowPart {
  id: string
  label: string
  group: string
  width: number
  grow?: true
  of(row: JoinedLine): unknown
  /** Where its cell is more than its text. */
  cell?(row: JoinedLine): ReactNode
}

/** Inputs once, then outputs and evaluations, each of them by run. */
function rowParts({
  inputs,
  outputs,
  evaluated,
  base,
  others,
  labels,
}: Omit<RowColumnsOptions, "scores" | "scored">): RowPart[] {
  const runs = [base, ...others].map((run) => ({ run, label: labels[run] ?? run }))
  return [
    ...inputs.map(
      (name): RowPart => ({
        ...{ id: `inputs.${name}`, label: name, group: "Inputs", width: 200 },
        of: (row) => asRecord(row.inputs)[name],
        cell: (row) => <InputCell {...{ name, row, others, labels }} />,
      }),
    ),
    ...outputs.flatMap((name) =>
      runs.map(
        ({ run, label }): RowPart => ({
          ...{ id: outputId(name, run), label, group: name, width: 200, grow: true },
          of: (row) => asRecord((run === base ? row : row.others[run])?.outputs)[name],
          cell: (row) => (
            <ComparedCell name={name} base={row} {...(run !== base && { other: row.others[run] ?? null })} />
          ),
        }),
      ),
    ),
    ...evaluated.flatMap(({ group, name, of }) =>
      runs.map(
        ({ run, label }): RowPart => ({
          ...{ id: `${group} ${name} ${run}`, label, group: `${group}: ${name}`, width: 140 },
          of: (row) => asRecord(row.others[of[run] ?? ""]?.outputs)[name],
        }),
      ),
    ),
  ]
}

/** The line, which way its scores went, and a column for each part. */
export function rowColumns({ scores, scored, ...options }: RowColumnsOptions): Column<JoinedLine>[] {
  return [
    {
      id: "line",
      header: "Line",
      sticky: true,
      width: 60,
      align: "right",
      hideable: false,
      value: ({ line }) => line,
      cell: ({ line }) => line,
    },
    {
      id: "direction",
      header: "Score",
      sticky: true,
      width: 104,
      value: ({ line }) =>
        [...(scores.get(line)?.values() ?? [])].map(({ direction }) => direction).join(" "),
      cell: ({ line, others: beside }) => (
        <DirectionMark
          scores={scores.get(line)}
          labels={options.labels}
          scored={scored && options.others.some((run) => beside[run])}
        />
      ),
    },
    ...rowParts(options).map(
      ({ label, of, cell, ...part }): Column<JoinedLine> => ({
        ...part,
        header: label,
        value: (row) => inlineText(of(row)),
        cell: cell ?? ((row) => <div className={styles.text}>{shownText(of(row))}</div>),
      }),
    ),
  ]
}

/** Everything of a row that can be looked at whole. */
export function rowValues(
  row: JoinedLine,
  options: Omit<RowColumnsOptions, "scores" | "scored">,
): LineValue[] {
  return rowParts(options).map(({ id, label, group, of }) => ({ id, label, group, value: of(row) }))
}

/** Of an output as a run gave it. */
export const outputId = (name: string, run: string): string => `${name} ${run}`

/** Outputs of evaluations by their flow and name, over the compared runs. */
export function evaluatedOutputs(
  evaluations: readonly { name: string; flowName: string; run: string | null }[],
  outputsOf: (evaluation: string) => readonly string[],
): EvaluatedOutput[] {
  const found = new Map<string, EvaluatedOutput & { of: Record<string, string> }>()
  for (const { name, flowName, run } of evaluations)
    for (const output of outputsOf(name)) {
      const key = `${flowName}\n${output}`
      const known = found.get(key) ?? { group: flowName, name: output, of: {} }
      if (run !== null) known.of[run] ??= name // the newest comes first
      found.set(key, known)
    }
  return [...found.values()]
}
