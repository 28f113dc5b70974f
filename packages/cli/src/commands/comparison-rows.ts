import type { RunComparison } from "@internal/sdk"
import type { Value } from "@internal/value"
import { figure, many } from "../terminal/amount.ts"
import { table } from "../terminal/table.ts"
import type { Terminal } from "../terminal/terminal.ts"
import { fit } from "../terminal/text.ts"
import { range, signed, spread } from "./comparison-figures.ts"
import { shown } from "./print.ts"

/** Changed rows of one direction that are shown; the JSON and the page have more. */
const ROWS_SHOWN = 8
const INPUT_WIDTH = 40
const ANSWER_WIDTH = 60

/** One table for each metric: a segment a line, with the difference of each variant and its corrected p. */
export function segmentLines({ comparison, labels }: RunComparison, terminal: Terminal): string[] {
  const { segments, runs, base } = comparison
  if (!segments) return []
  const others = runs.filter((run) => run !== base)
  return segments.metrics.flatMap(({ metric, segments: list }) => {
    const columns = [
      { title: `${metric} by ${segments.column}` },
      { title: "rows", right: true },
      ...runs.map((run) => ({ title: labels[run] ?? run })),
      ...others.flatMap((run) => [
        { title: others.length === 1 ? "difference" : `${labels[run]} − ${labels[base]}` },
        { title: "p", right: true },
      ]),
    ]
    const rows = list.map(({ segment, rows: count, values, variants }) => [
      segment,
      String(count),
      ...values.map(({ value, interval }) =>
        value === undefined ? "" : `${figure(value)}${spread(interval)}`,
      ),
      ...variants.flatMap(({ difference, interval, pAdjusted }) => [
        difference === undefined ? "" : `${signed(difference)}${range(interval)}`,
        pAdjusted === undefined ? "" : pAdjusted < 0.001 ? "< 0.001" : pAdjusted.toFixed(3),
      ]),
    ])
    const [titles = "", ...lines] = table(columns, rows, terminal.outIsTerminal ? terminal.width : 0)
    return ["", terminal.onOut.faint(titles), ...lines]
  })
}

/** Which rows got worse and better on the metric that the verdict is about, with what was asked and answered. */
export function changeLines({ changed, comparison, labels }: RunComparison, terminal: Terminal): string[] {
  const primary =
    comparison.metrics.find(({ metric }) => metric === comparison.primary) ?? comparison.metrics[0]
  const single = primary?.kind === "binary"
  return changed
    .filter(({ metric, rows }) => metric === primary?.metric && rows.length > 0)
    .flatMap(({ run, metric, improved, worsened, rows }) =>
      (["worsened", "improved"] as const).flatMap((direction) => {
        const total = direction === "worsened" ? worsened : improved
        if (total === 0) return []
        const words = single
          ? { worsened: "from right to wrong", improved: "from wrong to right" }
          : { worsened: "worse", improved: "better" }
        const list = rows.filter((row) => row.direction === direction).slice(0, ROWS_SHOWN)
        const more = total - list.length
        return [
          "",
          terminal.onOut.faint(`${labels[run] ?? run}, ${metric}: ${many(total, "row")} ${words[direction]}`),
          ...table(
            [{ title: "", right: true }, ...(single ? [] : [{ title: "" }]), { title: "" }, { title: "" }],
            list.map(({ line, inputs, base, other, before, after }) => [
              `  row ${line}`,
              ...(single ? [] : [`${figure(before)} → ${figure(after)}`]),
              fit(inputText(inputs), INPUT_WIDTH),
              `${answers(base)} → ${answers(other)}`,
            ]),
            terminal.outIsTerminal ? terminal.width : 0,
          ).slice(1),
          ...(more > 0 ? [`  and ${many(more, "more row")} (--output json, --html)`] : []),
        ]
      }),
    )
}

function inputText(inputs: Value): string {
  if (!(inputs instanceof Map)) return ""
  return [...inputs].map(([name, value]) => `${name}=${shown(value)}`).join(" ")
}

function answers(list: readonly (Value | null)[]): string {
  const texts = list.map((answer) => {
    if (answer === null) return "(failed)"
    const [only, ...more] = answer instanceof Map ? answer.values() : []
    return only !== undefined && more.length === 0 ? shown(only) : shown(answer)
  })
  return fit(texts.join(" | "), ANSWER_WIDTH)
}
