import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import type { InitOptions } from "../api/flows.ts"
import type { Context } from "../context.ts"
import { TEMPLATES } from "./flow-templates.ts"
import { loadFlow } from "./load-flow.ts"

/**
 * Writes a new flow folder of a type; answers the paths written. Files that are there are overwritten: ask first. Under
 * `pf` it has `.promptflow/flow.tools.json` too (spec 6.6).
 */
export async function initFlow(context: Context, options: InitOptions): Promise<string[]> {
  const folder = resolve(context.places.cwd, options.path)
  const files = Object.entries(TEMPLATES[options.type]).map(([name, text]) => {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, options.type === "chat" ? withModel(text, options) : text)
    return path
  })
  if (context.places.profile === "pf") {
    using loaded = loadFlow(folder, context.places.cwd, context.places.env)
    await (await import("../tools/flow-tools-file.ts")).writeFlowTools(context, loaded)
  }
  return files
}

/** The chat template over a connection and a deployment (or model) of one's own. */
function withModel(text: string, { connection, deployment }: InitOptions): string {
  const named = connection
    ? text
        .replaceAll("open_ai_connection", connection)
        .replace("connection: local_model", `connection: ${connection}`)
    : text
  if (!deployment) return named
  return named
    .replace("deployment_name: gpt-35-turbo", `deployment_name: ${deployment}`)
    .replace("model: smollm2", `model: ${deployment}`)
}
