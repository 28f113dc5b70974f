import { statSync } from "node:fs"
import { resolve } from "node:path"
import type { Flow, FlowNode } from "@internal/flow"
import { inspectTools } from "@internal/python"
import { MillraceError } from "@internal/schema"
import type { Context } from "../context.ts"
import { inheritedEnvironment } from "../flow/environment.ts"
import { type LoadedFlow, loadFlow } from "../flow/load-flow.ts"
import { chooseRuntime } from "../flow/runtime.ts"
import { withIcons } from "./icon.ts"
import { templateMeta } from "./template-meta.ts"
import type { ToolList, ToolMeta } from "./tool-meta.ts"

/**
 * All package tools, and with a flow its own, those that it uses first (surface 1.4). Imports the flow's tools; `careful`
 * does not, and asks no Python that lies in the folder.
 */
export async function listTools(context: Context, path?: string, careful = false): Promise<ToolList> {
  const { cwd, home } = context.places
  if (path === undefined) {
    return { package: await packageTools(context, careful ? home : cwd), code: {} }
  }
  if (!statSync(resolve(cwd, path), { throwIfNoEntry: false })) {
    const detail = `Flow path ${resolve(cwd, path)} does not exist.`
    throw new MillraceError("TOOL_QUESTION_FAILED", { detail })
  }
  using loaded = loadFlow(path, cwd)
  const all = await packageTools(context, careful ? home : loaded.folder)
  if (loaded.flow.kind !== "dag") return { package: all, code: {} }
  const used = usedTools(loaded.flow, all)
  const { metas } = await codeTools(context, loaded, careful ? { from: home } : { live: true })
  return { package: { ...used, ...all }, code: metas }
}

/** What `.promptflow/flow.tools.json` holds: package tools that the flow uses, and its own, read from their text. */
export async function flowTools(context: Context, loaded: LoadedFlow): Promise<ToolList> {
  const needsPackages = nodesOf(loaded.flow).some((node) => node.source?.tool !== undefined)
  const used = needsPackages ? usedTools(loaded.flow, await packageTools(context, loaded.folder)) : {}
  return { package: used, code: (await codeTools(context, loaded)).metas }
}

async function packageTools(context: Context, folder: string): Promise<Record<string, ToolMeta>> {
  return inspectTools({ operation: "package-tools" }, await inspection(context, folder))
}

export async function inspection(context: Context, folder: string) {
  const { pool } = await chooseRuntime(context, folder, { report: () => undefined })
  return { interpreter: pool.interpreter, folder, environment: inheritedEnvironment(context.places.env) }
}

function usedTools(flow: Flow, all: Record<string, ToolMeta>): Record<string, ToolMeta> {
  const named = new Set(nodesOf(flow).map((node) => node.source?.tool))
  return Object.fromEntries(Object.entries(all).filter(([id]) => named.has(id)))
}

/** Nodes, then the nodes of all variants, in the order of the file. */
function nodesOf(flow: Flow): FlowNode[] {
  const variants = [...flow.variants.values()].flatMap(({ variants }) => [...variants.values()])
  return [...flow.nodes, ...variants].filter((node) => node !== undefined)
}

/** Kinds of nodes that the original does not have, and no meta either. */
const OURS = ["javascript", "typescript"]

/**
 * Metas by source in the flow's order; a source that has none is left out, and told in `errors`. `from`: a folder whose
 * Python reads the sources from outside, so that no module of theirs is imported in the place of another.
 */
async function codeTools(
  context: Context,
  { flow, reader }: LoadedFlow,
  { live = false, from }: { live?: boolean; from?: string } = {},
): Promise<{ metas: Record<string, ToolMeta>; errors: Record<string, string> }> {
  const sources = new Map<string, string>()
  for (const { type, source } of nodesOf(flow)) {
    const path = source?.type === "package" ? undefined : source?.path
    if (path !== undefined && type && !OURS.includes(type) && !sources.has(path)) sources.set(path, type)
  }
  const named = (path: string) => (from === undefined ? path : resolve(reader.root, path))
  const scripts = [...sources].flatMap(([path, type]) => (type === "python" ? [named(path)] : []))
  const found: { metas: Record<string, ToolMeta>; errors: Record<string, string> } =
    scripts.length > 0
      ? await inspectTools(
          { operation: "metas", sources: scripts, live },
          await inspection(context, from ?? reader.root),
        )
      : { metas: {}, errors: {} }
  const metas: [string, ToolMeta][] = []
  for (const [path, type] of sources) {
    const meta =
      type === "python" ? found.metas[named(path)] : templateOf(type, path, reader.read(path), found)
    if (meta) metas.push([path, await withIcons({ ...meta, source: path }, reader.root)])
  }
  return { metas: Object.fromEntries(metas), errors: found.errors }
}

function templateOf(
  type: string,
  path: string,
  text: string | undefined,
  found: { errors: Record<string, string> },
): ToolMeta | undefined {
  if (text === undefined) return undefined
  try {
    return templateMeta(type === "llm" ? "llm" : "prompt", path, text)
  } catch (thrown) {
    if (!(thrown instanceof MillraceError)) throw thrown
    found.errors[path] = thrown.message
    return undefined
  }
}
