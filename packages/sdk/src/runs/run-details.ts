import type { Dict, Value } from "@internal/value"
import type { RunDetails } from "../api/runs.ts"
import type { Context } from "../context.ts"

/** Lines of a run as a table (spec 4.10, `get_details`): inputs, then outputs, `(Failed)` where there are none. */
export async function runDetails(context: Context, name: string, limit = 100): Promise<RunDetails> {
  const store = await context.store()
  await store.runs.get(name)
  const lines = await store.runs.lines(name, { limit })
  const inputs: string[] = []
  const outputs: string[] = []
  for (const line of lines) {
    collect(inputs, line.inputs?.value)
    collect(outputs, line.outputs?.value)
  }
  return {
    columns: [...inputs.map((n) => `inputs.${n}`), ...outputs.map((n) => `outputs.${n}`)],
    rows: lines.map((line) => [
      ...inputs.map((n) => (n === "line_number" ? line.line : cell(line.inputs?.value, n, null))),
      ...outputs.map((n) => (line.outputs ? cell(line.outputs.value, n, null) : "(Failed)")),
    ]),
    lines: lines.map((line) => ({
      line: line.line,
      status: line.status,
      ...(line.error && { error: line.error }),
      duration: line.duration,
      tokens: line.usage.total_tokens,
    })),
  }
}

function collect(names: string[], values: Value | undefined): void {
  if (values instanceof Map) for (const name of values.keys()) if (!names.includes(name)) names.push(name)
}

function cell(values: Value | undefined, name: string, absent: Value): Value {
  return values instanceof Map ? ((values as Dict).get(name) ?? absent) : absent
}
