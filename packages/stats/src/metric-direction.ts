import type { Direction } from "./comparison.ts"

const lowerWords =
  /^(err(or)?s?|loss(es)?|latency|latencies|delay|duration|seconds|milliseconds|ms|runtime|time|costs?|tokens|fail(s|ed|ures?)?|mistakes?|misses|defects?|violations?|hallucinations?|toxicity|bias|harm(s|ful)?|wer|cer|ter|perplexity|ppl|distance|deviation|mae|mse|rmse|mape|smape|brier|ece|nll|fpr|fnr|refusals?|repetitions?|wrong|incorrect|crashes|timeouts?)$/

/**
 * Words that say the opposite beside one of those (`error_free`, `cost_savings`, `on_time`), and measures whose class may
 * have such a name (`recall.error`).
 */
const higherWords =
  /^(free|no|non|not|without|zero|on|savings?|saved|reduction|avoided|resistance|recovery|detection|detected|accuracy|precision|recall|f|auc|roc)$/

/**
 * Which way a metric is better, by the words of its name: `error_rate`, `meanAbsoluteError`, `latency.p50`, `total_tokens`
 * … are better low, all others high.
 */
export function metricDirection(metric: string): Direction {
  const words = metric
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}]+/u)
  const isLower = words.some((word) => lowerWords.test(word)) && !words.some((word) => higherWords.test(word))
  return isLower ? "lower" : "higher"
}
