import type { Comparison, RowChange } from "@internal/stats"
import { stringify, type Value } from "@internal/value"
import type { ChangedRow, ChangedRows } from "../api/runs.ts"
import type { Subject } from "./subject.ts"

/** Rows of each direction that come with their inputs and outputs. */
const MOST_ROWS = 50

/** What changed rows were asked and answered in base and variant. */
export function changedRows(comparison: Comparison, subjects: readonly Subject[]): ChangedRows[] {
  const ofArm = (arm: string) => subjects.filter(({ compared }) => (compared.arm ?? compared.name) === arm)
  const base = ofArm(comparison.base)
  return comparison.metrics.flatMap(({ metric, variants }) =>
    variants.flatMap(({ run, changes }): ChangedRows[] => {
      if (!changes) return []
      const other = ofArm(run)
      const rows = (list: readonly RowChange[], direction: ChangedRow["direction"]) =>
        list.slice(0, MOST_ROWS).map(({ key, before, after }): ChangedRow => {
          const line = Number(key)
          return {
            line,
            direction,
            before,
            after,
            inputs: inputsOf([...base, ...other], line),
            base: outputsOf(base, line),
            other: outputsOf(other, line),
          }
        })
      const listed = [...rows(changes.rowsWorsened, "worsened"), ...rows(changes.rowsImproved, "improved")]
      const { improved, worsened } = changes
      return [{ metric, run, improved, worsened, rows: listed }]
    }),
  )
}

function inputsOf(subjects: readonly Subject[], line: number): Value {
  for (const { lines } of subjects) {
    const inputs = lines.get(line)?.inputs?.value
    if (!(inputs instanceof Map)) continue
    return new Map([...inputs].filter(([name]) => name !== "line_number"))
  }
  return null
}

/** What the repeats answered, each answer once. */
function outputsOf(subjects: readonly Subject[], line: number): (Value | null)[] {
  const answers = new Map<string, Value | null>()
  for (const { lines } of subjects) {
    const record = lines.get(line)
    if (!record) continue
    const outputs = record.outputs?.value ?? null
    answers.set(stringify(outputs), outputs)
  }
  return [...answers.values()]
}
