import { asRecord } from "../../run/run-facts.ts"
import type { JoinedLine } from "../../run/use-run-lines.ts"
import type { LineValue } from "../../run/value-panel.tsx"
import type { Column } from "../../ui/data-table/columns.ts"
import { inlineText } from "../../ui/value-kind.ts"
import styles from "./compare.module.css"
import { ComparedCell, DirectionMark } from "./compared-cell.tsx"
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
}

/** Inputs once, each output and each evaluation's word beside that of the base. */
export function rowColumns(options: RowColumnsOptions): Column<JoinedLine>[] {
  const { inputs, outputs, evaluated, base, others, labels, scores } = options
  const runs = [base, ...others]
  const label = (run: string) => labels[run] ?? run
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
      cell: ({ line }) => <DirectionMark scores={scores.get(line)} labels={labels} />,
    },
    ...inputs.map(
      (name): Column<JoinedLine> => ({
        id: `inputs.${name}`,
        header: name,
        group: "Inputs",
        width: 200,
        value: (row) => inlineText(asRecord(row.inputs)[name]),
        cell: (row) => <div className={styles.text}>{shownText(asRecord(row.inputs)[name])}</div>,
      }),
    ),
    ...outputs.flatMap((name) =>
      runs.map(
        (run): Column<JoinedLine> => ({
          id: outputId(name, run),
          header: label(run),
          group: name,
          width: 200,
          grow: true,
          value: (row) => inlineText(asRecord((run === base ? row : row.others[run])?.outputs)[name]),
          cell: (row) => (
            <ComparedCell name={name} base={row} {...(run !== base && { other: row.others[run] ?? null })} />
          ),
        }),
      ),
    ),
    ...evaluated.flatMap(({ group, name, of }) =>
      runs.map((run): Column<JoinedLine> => {
        const outputOf = (row: JoinedLine) => asRecord(row.others[of[run] ?? ""]?.outputs)[name]
        return {
          id: `${group} ${name} ${run}`,
          header: label(run),
          group: `${group}: ${name}`,
          width: 140,
          value: (row) => inlineText(outputOf(row)),
          cell: (row) => <div className={styles.text}>{shownText(outputOf(row))}</div>,
        }
      }),
    ),
  ]
}

/** Everything of a row that can be looked at: inputs once, outputs and evaluations by run. */
export function rowValues(
  row: JoinedLine,
  { inputs, outputs, evaluated, base, others, labels }: Omit<RowColumnsOptions, "scores">,
): LineValue[] {
  const runs = [base, ...others].map((run) => ({ run, label: labels[run] ?? run }))
  const lineOf = (run: string) => (run === base ? row : row.others[run])
  return [
    ...inputs.map((name) => ({
      id: `inputs.${name}`,
      label: name,
      group: "Inputs",
      value: asRecord(row.inputs)[name],
    })),
    ...outputs.flatMap((name) =>
      runs.map(({ run, label }) => ({
        id: outputId(name, run),
        label,
        group: name,
        value: asRecord(lineOf(run)?.outputs)[name],
      })),
    ),
    ...evaluated.flatMap(({ group, name, of }) =>
      runs.map(({ run, label }) => ({
        id: `${group} ${name} ${run}`,
        label,
        group: `${group}: ${name}`,
        value: asRecord(row.others[of[run] ?? ""]?.outputs)[name],
      })),
    ),
  ]
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
