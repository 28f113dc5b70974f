import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { MillraceError } from "@internal/schema"
import { type Dict, parse, type Value } from "@internal/value"

/** A line as a run folder has it: its record, and those of its nodes (spec 4.10). `line` null: the aggregation stage. */
export interface RecordedLine {
  line: number | null
  /** `run_info` of `flow_artifacts`; null for the aggregation stage. */
  info: Dict | null
  /** `run_info` of `node_artifacts`, in the order in which they started. */
  nodes: Dict[]
}

/**
 * The lines of a run folder of ours or of the original: from `flow_artifacts` and `node_artifacts`, else from the
 * `detail.json` of old runs, else from what `inputs.jsonl` and `outputs.jsonl` say. Empty when it has none of them.
 */
export function recordedLines(folder: string): RecordedLine[] {
  const flows = recordsIn(join(folder, "flow_artifacts"))
  if (flows.length > 0) {
    const nodesFolder = join(folder, "node_artifacts")
    const nodes = existsSync(nodesFolder)
      ? readdirSync(nodesFolder).flatMap((name) => recordsIn(join(nodesFolder, name)))
      : []
    return joined(flows.map(infoOf), nodes.map(infoOf))
  }
  const detail = join(folder, "detail.json")
  if (existsSync(detail)) {
    const [all] = valuesOf(detail, false)
    const list = (name: string) => dicts(all instanceof Map ? all.get(name) : null)
    return joined(list("flow_runs"), list("node_runs"))
  }
  return fromTables(folder)
}

function joined(flows: readonly Dict[], nodes: readonly Dict[]): RecordedLine[] {
  const lines = new Map<number | null, RecordedLine>()
  for (const info of flows) lines.set(indexOf(info) ?? 0, { line: indexOf(info) ?? 0, info, nodes: [] })
  for (const info of nodes) {
    const line = indexOf(info)
    const found = lines.get(line) ?? { line, info: null, nodes: [] }
    found.nodes.push(info)
    lines.set(line, found)
  }
  const all = [...lines.values()]
  for (const { nodes: ofLine } of all) ofLine.sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1))
  return all.sort((a, b) => (a.line ?? Number.POSITIVE_INFINITY) - (b.line ?? Number.POSITIVE_INFINITY))
}

/** Inputs and outputs alone, as large runs have them. */
function fromTables(folder: string): RecordedLine[] {
  const rows = (name: string) =>
    existsSync(join(folder, name)) ? dicts(valuesOf(join(folder, name), true)) : []
  const outputs = new Map(
    rows("outputs.jsonl").map((row) => [row.get("line_number"), without(row, "line_number")]),
  )
  return rows("inputs.jsonl").map((inputs, i) => {
    const line = inputs.get("line_number") ?? i
    const output = outputs.get(line) ?? null
    const status = output ? "Completed" : "Failed"
    return {
      line: Number(line),
      info: new Map<string, Value>(Object.entries({ inputs, output, status })),
      nodes: [],
    }
  })
}

/** All objects of a folder's `.jsonl` files. */
function recordsIn(folder: string): Dict[] {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .sort()
  return names.flatMap((name) => dicts(valuesOf(join(folder, name), true)))
}

function valuesOf(path: string, lines: boolean): Value[] {
  const text = readFileSync(path, "utf8")
  try {
    return lines
      ? text
          .split("\n")
          .filter((line) => line.trim() !== "")
          .map((line) => parse(line))
      : [parse(text)]
  } catch (cause) {
    const reason = `not JSON: ${(cause as Error).message}`
    throw new MillraceError("FILE_SHAPE", { path, reason }, { place: { file: path }, cause })
  }
}

function dicts(values: Value | undefined): Dict[] {
  return Array.isArray(values) ? values.filter((value): value is Dict => value instanceof Map) : []
}

function infoOf(record: Dict): Dict {
  const info = record.get("run_info")
  return info instanceof Map ? info : record
}

function indexOf(info: Dict): number | null {
  const index = info.get("index")
  return typeof index === "number" ? index : null
}

function timeOf(info: Dict): string {
  return String(info.get("start_time") ?? "")
}

function without(row: Dict, name: string): Dict {
  const rest = new Map(row)
  rest.delete(name)
  return rest
}
