import { publishedImages, type RunRecord, type Store } from "@internal/store"
import type { Dict, Value } from "@internal/value"

/** A line of a run as a row of a table. */
export interface RunRow {
  line: number
  status: string
  inputs: Dict
  /** Null: the line did not get done. */
  outputs: Dict | null
  error: string | null
  /** Seconds. */
  duration: number
  usage: { prompt_tokens: number; completion_tokens: number; total_tokens: number }
}

/** Lines that are in memory at once. */
const PAGE = 500

/** Ended lines in the order of the data, a page at a time. */
export async function* runRows(store: Store, { name, outputPath }: RunRecord): AsyncIterable<RunRow> {
  for (let after = -1; ; ) {
    const page = await store.runs.lines(name, { after, limit: PAGE })
    for (const { line, status, inputs, outputs, error, duration, usage } of page) {
      const given = new Map(asDict(inputs?.value))
      given.delete("line_number")
      yield {
        line,
        status,
        inputs: given,
        outputs: outputs && asDict(publishedImages(outputs.value, outputPath ?? "")),
        error: error?.message ?? null,
        duration: duration / 1000,
        usage,
      }
    }
    const last = page.at(-1)
    if (!last || page.length < PAGE) return
    after = last.line
  }
}

/** A flow's whole answer that is no dict is called `output`, as in its records. */
function asDict(value: Value | undefined): Dict {
  if (value instanceof Map) return value
  return new Map(value === undefined || value === null ? [] : [["output", value]])
}
