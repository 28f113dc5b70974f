import type { Comparison } from "@internal/stats"
import type { Subject } from "./subject.ts"

/** Compared metrics of one name that evaluations of different flows logged: they need not be the same metric. */
export function evaluationWarnings(
  { metrics }: Pick<Comparison, "metrics">,
  subjects: readonly Subject[],
  labels: Readonly<Record<string, string>>,
): string[] {
  const evaluated = subjects.filter(({ run, evaluations }) =>
    evaluations.some(({ name }) => name !== run.name),
  )
  const [base, ...others] = evaluated
  const sentences = others.flatMap((other) => {
    const unlike = metrics.flatMap(({ metric }) => {
      const [one, two] = [base?.logged.get(metric)?.flow, other.logged.get(metric)?.flow]
      return one === undefined || two === undefined || one === two ? [] : [{ metric, one, two }]
    })
    const [first, ...more] = unlike
    if (!first) return []
    const named = more.length > 0 ? `${first.metric} and ${more.length} more metrics` : first.metric
    const label = ({ compared, run }: Subject) => labels[compared.arm ?? run.name] ?? run.name
    return [
      `${named} of ${label(other)} came from ${first.two}, of ${label(base as Subject)} from ${first.one}: evaluations of different flows need not mean the same.`,
    ]
  })
  return [...new Set(sentences)] // repeats of an arm say the same
}
