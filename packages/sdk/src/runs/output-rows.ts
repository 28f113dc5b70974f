import { publishedImages, type RunRecord } from "@internal/store"
import { type Dict, isFloat } from "@internal/value"
import type { Context } from "../context.ts"
import type { Row } from "../data/rows.ts"

const PAGE = 500

/** Outputs of a run's completed lines with their line numbers, a page at a time (spec 4.2, `run.outputs`). */
export async function* outputRows(
  context: Context,
  { name: run, outputPath }: RunRecord,
): AsyncIterable<Row> {
  const store = await context.store()
  for (let after = -1; ; ) {
    const page = await store.runs.lines(run, { after, status: ["done"], limit: PAGE })
    for (const { line, outputs } of page) {
      const values: Dict = new Map([["line_number", line]])
      // an output that is NaN reads as nothing, as in the original
      for (const [name, value] of (outputs?.value ?? new Map()) as Dict)
        values.set(
          name,
          isFloat(value) && Number.isNaN(Number(value)) ? null : publishedImages(value, outputPath ?? ""),
        )
      yield { ok: true, values }
    }
    const last = page.at(-1)
    if (!last || page.length < PAGE) return
    after = last.line
  }
}
