import { didYouMean, MillraceError } from "@internal/schema"
import type { CompareOptions } from "../api/runs.ts"
import type { Subject } from "./subject.ts"

/** Refuses names of runs, metrics and columns that are not there: a misspelt one must not look like "cannot be told". */
export function checkNames(options: CompareOptions, subjects: readonly Subject[]): void {
  const { score, metrics, better } = options
  const columns = new Set(
    subjects.flatMap(({ compared }) => compared.rows.flatMap((row) => Object.keys(row.columns))),
  )
  if (score !== undefined && !columns.has(score))
    throw unknown(`No line has a column ${score} to compare by.`, score, columns)
  for (const { run, compared, logged } of subjects) {
    if (compared.rows.every(({ failed }) => failed)) continue // it has no metrics, and is compared by its failures
    for (const name of metrics ?? []) {
      if (Object.hasOwn(compared.metrics, name)) continue
      const why = logged.has(name)
        ? `Metric ${name} of ${run.name} is no number.`
        : `${run.name} has no metric ${name}.`
      throw unknown(why, name, Object.keys(compared.metrics))
    }
  }
  const known = new Set([...subjects.flatMap(({ logged }) => [...logged.keys()]), ...(score ? [score] : [])])
  for (const name of Object.keys(better ?? {}))
    if (!known.has(name)) throw unknown(`The runs have no metric ${name}.`, name, known)
}

function unknown(reason: string, name: string, there: Iterable<string>): MillraceError {
  const names = [...there]
  const list = names.length > 0 ? `There are ${names.join(", ")}.` : "There are none."
  return new MillraceError("USAGE", { reason }, { hint: didYouMean(name, names) || list })
}
