import { float, isFloat, isInt, type Value } from "@internal/value"
import type { RunRow } from "./run-rows.ts"

export interface TableColumn {
  name: string
  /** What all its values are; text holds everything. */
  type: "boolean" | "integer" | "float" | "text"
  of(row: RunRow): Value
}

type Type = TableColumn["type"]

const FIRST: readonly TableColumn[] = [
  { name: "line_number", type: "integer", of: ({ line }) => line },
  { name: "status", type: "text", of: ({ status }) => status },
]
const LAST: readonly TableColumn[] = [
  { name: "error", type: "text", of: ({ error }) => error },
  { name: "duration", type: "float", of: ({ duration }) => float(duration) },
  { name: "prompt_tokens", type: "integer", of: ({ usage }) => usage.prompt_tokens },
  { name: "completion_tokens", type: "integer", of: ({ usage }) => usage.completion_tokens },
  { name: "total_tokens", type: "integer", of: ({ usage }) => usage.total_tokens },
]

/** The columns of a run's table: every input and output that any line has. Reads all rows once, holding none. */
export async function tableColumns(rows: AsyncIterable<RunRow>): Promise<TableColumn[]> {
  const inputs = new Map<string, Type | undefined>()
  const outputs = new Map<string, Type | undefined>()
  for await (const row of rows) {
    for (const [name, value] of row.inputs) inputs.set(name, widened(inputs.get(name), value))
    for (const [name, value] of row.outputs ?? []) outputs.set(name, widened(outputs.get(name), value))
  }
  const columns = (side: "inputs" | "outputs", names: ReadonlyMap<string, Type | undefined>): TableColumn[] =>
    Array.from(names, ([name, type]) => ({
      name: `${side}.${name}`,
      type: type ?? "text",
      of: (row) => row[side]?.get(name) ?? null,
    }))
  return [...FIRST, ...columns("inputs", inputs), ...columns("outputs", outputs), ...LAST]
}

function widened(known: Type | undefined, value: Value): Type | undefined {
  if (value === null) return known
  const own = typeOf(value)
  if (known === undefined || known === own) return own
  const areNumbers = known !== "boolean" && known !== "text" && own !== "boolean" && own !== "text"
  return areNumbers ? "float" : "text"
}

function typeOf(value: Value): Type {
  if (typeof value === "boolean") return "boolean"
  if (isFloat(value)) return "float"
  // beyond 64 bits no column of integers holds it
  if (isInt(value)) return BigInt.asIntN(64, BigInt(value)) === BigInt(value) ? "integer" : "text"
  return "text"
}
