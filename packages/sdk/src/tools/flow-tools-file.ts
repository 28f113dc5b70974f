import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Context } from "../context.ts"
import type { LoadedFlow } from "../flow/load-flow.ts"
import { flowTools } from "./list-tools.ts"

/** Writes `.promptflow/flow.tools.json` (spec 6.6), which editors read, beside the flow. */
export async function writeFlowTools(context: Context, loaded: LoadedFlow): Promise<void> {
  const tools = await flowTools(context, loaded)
  const folder = join(loaded.folder, ".promptflow")
  mkdirSync(folder, { recursive: true })
  const text = JSON.stringify(tools, null, 4)
  writeFileSync(join(folder, "flow.tools.json"), text.replace(NOT_ASCII, escaped))
}

const NOT_ASCII = /[\u007f-\uffff]/g
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`
