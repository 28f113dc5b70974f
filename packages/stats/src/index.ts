export { continuousTest, prefersTTest } from "./choose-test.ts"
export { compare } from "./compare.ts"
export type {
  ComparedRun,
  CompareOptions,
  Comparison,
  Direction,
  FailedRows,
  MetricComparison,
  MetricKind,
  MetricRequest,
  MetricSegments,
  MetricValue,
  Outcome,
  RecomputeMetrics,
  RowChange,
  RowChanges,
  RowKey,
  RowScores,
  Segment,
  Segmentation,
  Segments,
  VariantDifference,
} from "./comparison.ts"
export { estimateTotal, type TotalEstimate } from "./estimate-total.ts"
export { holmAdjust } from "./holm.ts"
export { type Interval, type IntervalMethod, type IntervalResult, isInterval } from "./interval.ts"
export { mcnemarTest } from "./mcnemar.ts"
export { type MeanIntervalOptions, meanInterval } from "./mean-interval.ts"
export { metricDirection } from "./metric-direction.ts"
export { type PairedCounts, pairedProportionInterval } from "./paired-proportion-interval.ts"
export { pairedTTest } from "./paired-t.ts"
export { mcnemarDetectable, mcnemarPower, mcnemarRows, type PairedChange } from "./power-binary.ts"
export { type PowerOptions, pairedTDetectable, pairedTPower, pairedTRows } from "./power-continuous.ts"
export { exactProportionInterval, wilsonInterval } from "./proportion-interval.ts"
export { createRandom, drawRows, type Random } from "./random.ts"
export { type ResampleOptions, type Resampling, type RowsEvaluation, resampleRows } from "./resample-rows.ts"
export { type BootstrapSample, bootstrapInterval, bootstrapSample, bootstrapTest } from "./row-bootstrap.ts"
export { type RowColumns, type RowSource, rowSource, sharedRowSource } from "./row-source.ts"
export { shown, shownP, shownSigned } from "./shown.ts"
export { StatsError, type StatsErrorCode } from "./stats-error.ts"
export type { TestName, TestResult } from "./test-result.ts"
export { type WilcoxonOptions, wilcoxonTest } from "./wilcoxon.ts"
