import type { Plan } from "@internal/schema"

/** Whether the original would run a line of the flow in an event loop: one of its tools is asynchronous. */
export function runsAsync({ nodes }: Plan): boolean {
  return nodes.some(({ tool }) => "signature" in tool && tool.signature?.async === true)
}
