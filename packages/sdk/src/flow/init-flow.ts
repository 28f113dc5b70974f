import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import type { Context } from "../context.ts"
import { TEMPLATES } from "./flow-templates.ts"

/** Writes a new flow folder of a type; answers the paths written. Files that are there are overwritten: ask first. */
export function initFlow(
  context: Context,
  options: { path: string; type: "standard" | "evaluation" | "chat" },
): string[] {
  const folder = resolve(context.places.cwd, options.path)
  return Object.entries(TEMPLATES[options.type]).map(([name, text]) => {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    return path
  })
}
