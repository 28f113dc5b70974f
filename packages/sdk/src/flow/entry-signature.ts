import { entrySource, type Flow, planError, planFlow, readFlow, withSignature } from "@internal/flow"
import { openPythonPool } from "@internal/python"
import { MillraceError, type ToolSignature, type ToolSource } from "@internal/schema"
import { type Dict, toPlain, type Value } from "@internal/value"
import type { FlowSignature } from "../api/flows.ts"
import type { Context } from "../context.ts"
import { JavascriptRunner } from "../javascript/javascript-runner.ts"
import { inheritedEnvironment } from "./environment.ts"
import { folderReader } from "./folder-reader.ts"
import { chooseRuntime } from "./runtime.ts"

const FILE = "flow.flex.yaml"
const PRIMITIVE = '{"output":{"type":"string"}}'

/** The interface of a callable (`module:name`) in a folder, by its annotations. Imports the module. */
export async function inferSignature(
  context: Context,
  options: { entry: string; folder: string; includePrimitiveOutput?: boolean },
): Promise<FlowSignature> {
  const { raw } = await entryFlow(context, options)
  const section = (name: string): FlowSignature["inputs"] =>
    toPlain(raw.get(name) ?? new Map()) as FlowSignature["inputs"] // written by `withSignature`
  const inputs = section("inputs")
  const outputs = section("outputs")
  const init = section("init")
  const isPrimitive = JSON.stringify(outputs) === PRIMITIVE
  return {
    inputs,
    ...((!isPrimitive || options.includePrimitiveOutput) && { outputs }),
    ...(Object.keys(init).length > 0 && { init }),
  }
}

/** A flex flow of a callable, with the sections that its entry makes. Rejects with what keeps it from being one. */
async function entryFlow(
  context: Context,
  { entry, folder }: { entry: string; folder: string },
): Promise<Flow> {
  const disk = folderReader(folder)
  const reader = { ...disk, read: (path: string) => (path === FILE ? `entry: ${entry}\n` : disk.read(path)) }
  const flow = readFlow(reader, FILE)
  const source = entrySource(flow)
  if (!source) throw new MillraceError("FLEX_FIELD_INVALID", { field: "entry", value: entry, reason: ENTRY })
  const signature = await loadEntry(context, folder, source)
  const signatures = new Map([[source.node, signature]])
  const refusal = planError(planFlow(flow, { reader, signatures, mode: "validate" }).diagnostics)
  if (refusal) throw refusal
  return withSignature(flow, signature)
}

const ENTRY = "it is `module:function`, `module:Class` or `file.ts:name`"

async function loadEntry(
  context: Context,
  folder: string,
  { source, language }: { source: ToolSource; language: "python" | "javascript" },
): Promise<ToolSignature | Error> {
  const environment = inheritedEnvironment(context.places.env)
  if (language === "javascript") {
    await using scripts = new JavascriptRunner({ folder, environment })
    return (await scripts.prepare([source]))[0] as ToolSignature | Error // one answer a source
  }
  const runtime = await chooseRuntime(context, folder, { report: () => {} })
  await using pool = openPythonPool({ ...runtime.pool, folder, environment })
  return (await pool.prepare([source]))[0] as ToolSignature | Error // one answer a source
}

/** The sections of a signature as a file has them. */
export function signatureSections(signature: FlowSignature): [string, Value | Dict][] {
  return Object.entries(signature).map(([name, ports]) => [name, asDict(ports)])
}

function asDict(value: unknown): Value {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value as Value // read as plain JSON
  return new Map(Object.entries(value).map(([key, item]) => [key, asDict(item)]))
}
