import { type Flow, visionTool } from "@internal/flow"
import type { Check } from "./api/millrace-api.ts"
import { LOCAL_CONNECTION } from "./context.ts"

/** Nodes that send images to a model that sees none. */
export function visionChecks(flow: Flow): Check[] {
  return flow.nodes
    .filter((node) => visionTool(node)?.connection === LOCAL_CONNECTION.name)
    .map(({ name }) => ({
      subject: `Images of ${name}`,
      state: "warning",
      detail: `${LOCAL_CONNECTION.name} reads text only: the node runs with recorded answers (--replay), or without images`,
      fix: `--connections ${name}.connection=CONNECTION ${name}.model=MODEL`,
    }))
}
