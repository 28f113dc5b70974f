import type { ToolSource } from "@internal/schema"
import type { Flow } from "../flow.ts"

/** The only node of a flex flow: what it is called, and where its code is. Undefined if `entry` cannot be read. */
export function entrySource(
  flow: Pick<Flow, "flex">,
): { node: string; source: ToolSource & { type: "entry" }; language: "python" | "javascript" } | undefined {
  const name = flow.flex?.entryName
  if (!flow.flex || !name) return undefined
  return { node: name.name, source: { type: "entry", entry: flow.flex.entry }, language: name.language }
}
