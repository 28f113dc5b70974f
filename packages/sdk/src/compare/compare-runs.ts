import { compare, type RecomputeMetrics } from "@internal/stats"
import type { CompareOptions, RunComparison } from "../api/runs.ts"
import type { Context } from "../context.ts"
import { runInfo } from "../runs/run-info.ts"
import { armRuns } from "./arms.ts"
import { changedRows } from "./changed-rows.ts"
import { comparisonNotes, uncomparedNotes } from "./comparison-notes.ts"
import { evaluationWarnings } from "./different-evaluations.ts"
import { inputWarnings } from "./different-inputs.ts"
import { checkNames } from "./known-names.ts"
import { armLabels } from "./labels.ts"
import { metricsOnRows } from "./metrics-on-rows.ts"
import { segmentation } from "./segmentation.ts"
import { type Subject, subjectOf } from "./subject.ts"

/**
 * Compares runs by their evaluations (or by their own metrics when they are evaluations themselves): rows are lined up by
 * line number, intervals and tests are paired, repeats count by row (issue part 8).
 */
export async function compareRuns(context: Context, options: CompareOptions): Promise<RunComparison> {
  const arms = await armRuns(context, options)
  const subjects: Subject[] = []
  for (const { run, arm } of arms) {
    const subject = await subjectOf(context, run, options.evaluations)
    subjects.push({ ...subject, compared: { ...subject.compared, arm } })
  }
  checkNames(options, subjects)
  const labels = armLabels(arms)
  await using recompute = options.resample === false ? undefined : await metricsOnRows(context, subjects)
  const comparison = await compare(
    subjects.map((subject) => subject.compared),
    {
      ...(options.metrics && { metrics: options.metrics.map((name) => ({ name })) }),
      ...(options.score && { metrics: [{ name: options.score, column: options.score }] }),
      ...(options.segment !== undefined && { segments: await segmentation(options.segment, subjects) }),
      ...(recompute && { recompute: recompute.metrics as RecomputeMetrics }),
      ...(options.better && { better: options.better }),
      label: (arm) => labels[arm] ?? arm,
      failed: options.failed ?? "wrong",
      budgetMs: (options.timeBox ?? 10) * 1000,
      ...(options.listed !== undefined && { listed: options.listed }),
    },
  )
  const warnings = [...inputWarnings(subjects, labels), ...evaluationWarnings(comparison, subjects, labels)]
  const isChosen = options.metrics !== undefined || options.score !== undefined
  const leftOut = isChosen ? [] : uncomparedNotes(comparison, subjects)
  return {
    runs: subjects.map(({ run }) => runInfo(run, null)),
    cost: comparison.runs.map((arm) => ({
      run: arm,
      ...costOf(subjects.filter(({ compared }) => compared.arm === arm)),
    })),
    comparison,
    verdict: comparison.verdict,
    labels,
    warnings,
    notes: [...warnings, ...comparisonNotes(comparison, labels), ...leftOut],
    changed: changedRows(comparison, subjects),
  }
}

/** Over the lines of all repeats. */
function costOf(subjects: readonly Subject[]): Omit<RunComparison["cost"][number], "run"> {
  const lines = subjects.flatMap((subject) => [...subject.lines.values()])
  if (lines.length === 0) return { secondsPerLine: 0, tokensPerLine: 0, costPerLine: null }
  const durations = lines.map((line) => line.duration).sort((a, b) => a - b)
  const middle = durations.length >> 1
  const median =
    durations.length % 2 === 1
      ? (durations[middle] as number)
      : ((durations[middle - 1] as number) + (durations[middle] as number)) / 2
  const costs = subjects.map(({ run }) => runInfo(run, null).cost)
  const isKnown = costs.every(({ unknown }) => unknown.length === 0)
  return {
    secondsPerLine: median / 1000,
    tokensPerLine: lines.reduce((sum, line) => sum + line.usage.total_tokens, 0) / lines.length,
    costPerLine: isKnown ? costs.reduce((sum, { known }) => sum + known, 0) / lines.length : null,
  }
}
