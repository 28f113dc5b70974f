import type { Direction } from "./comparison.ts"

const lowerWords =
  /(^|[^a-z])(errors?|loss|latency|duration|seconds|cost|tokens|failures?|failed|wer|cer|perplexity|toxicity)([^a-z]|$)/

/** Which way a metric is better, by the words of its name: `error_rate`, `latency.p50`, `total_tokens` … are better low. */
export function metricDirection(metric: string): Direction {
  return lowerWords.test(metric.toLowerCase()) ? "lower" : "higher"
}
