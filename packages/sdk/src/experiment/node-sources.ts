import { join } from "node:path"
import { experimentReference } from "@internal/flow"
import type { RunRecord } from "@internal/store"
import type { Dict, Value } from "@internal/value"
import type { Context } from "../context.ts"
import { DataFiles } from "../data/data-files.ts"
import type { RowSource } from "../data/line-source.ts"
import { outputRows } from "../runs/output-rows.ts"

/** What nodes that have ended leave to those after them. */
export type Ended =
  | { kind: "run"; run: RunRecord }
  /** Where a command wrote its outputs. */
  | { kind: "command"; run: RunRecord; outputs: ReadonlyMap<string, string> }

export interface NodeScope {
  context: Context
  /** Paths of data items by name. */
  data: ReadonlyMap<string, string>
  /** Values of the experiment's inputs. */
  inputs: Dict
  ended: ReadonlyMap<string, Ended>
}

/** The inputs with `${inputs.x}` replaced by its value. */
export function withInputs(inputs: Dict, values: Dict): Dict {
  return new Map(
    Array.from(inputs, ([name, value]): [string, Value] => {
      const reference = experimentReference(value)
      return [name, reference?.kind === "input" ? (values.get(reference.name) ?? null) : value]
    }),
  )
}

/**
 * The rows that a column mapping of an experiment refers to: `data.<name>`, `<node>.outputs`, `<node>.inputs`, and
 * `<node>.outputs.<name>` where the node is a command.
 */
export function nodeSources(mappings: readonly Dict[], scope: NodeScope): RowSource[] {
  const sources = new Map<string, RowSource>()
  for (const value of mappings.flatMap((mapping) => [...mapping.values()])) {
    const source = sourceOf(value, scope)
    if (source) sources.set(source.name, source)
  }
  return [...sources.values()]
}

function sourceOf(value: Value, { context, data, ended }: NodeScope): RowSource | undefined {
  const reference = experimentReference(value)
  if (reference?.kind === "data") return files(`data.${reference.name}`, data.get(reference.name) ?? "")
  if (reference?.kind !== "node") return undefined
  const { node, section, column } = reference
  const found = ended.get(node)
  if (!found) return undefined
  if (found.kind === "command") {
    const [output = ""] = column.split(".")
    return files(`${node}.${section}.${output}`, found.outputs.get(output) ?? "")
  }
  const { run } = found
  const rows = () => (section === "outputs" ? outputRows(context, run) : inputRows(context, run))
  return { name: `${node}.${section}`, subject: `run ${run.name}`, rows }
}

function files(name: string, path: string): RowSource {
  return { name, subject: path, rows: () => new DataFiles(path).rows() }
}

async function* inputRows(context: Context, run: RunRecord): ReturnType<RowSource["rows"]> {
  const store = await context.store()
  for (let after = -1; ; ) {
    const page = await store.runs.lines(run.name, { after, status: ["done"], limit: 500 })
    for (const { line, inputs } of page) {
      const values: Dict = new Map([["line_number", line]])
      if (inputs?.value instanceof Map) for (const [name, value] of inputs.value) values.set(name, value)
      yield { ok: true, values }
    }
    const last = page.at(-1)
    if (!last || page.length < 500) return
    after = last.line
  }
}

/** What a command gets for an input that refers to something: a path, or the value of the experiment's input. */
export function commandValue(value: Value, { data, inputs, ended }: NodeScope): Value {
  const reference = experimentReference(value)
  switch (reference?.kind) {
    case "data":
      return data.get(reference.name) ?? null
    case "input":
      return inputs.get(reference.name) ?? null
    case "node": {
      const found = ended.get(reference.node)
      if (!found) return null
      const folder = found.run.outputPath ?? ""
      if (reference.section === "inputs") return join(folder, "inputs.jsonl")
      const [output = ""] = reference.column.split(".")
      if (found.kind === "command") return found.outputs.get(output) ?? folder
      return join(folder, "flow_outputs", "output.jsonl")
    }
    default:
      return value
  }
}
