import { MillraceError } from "@internal/schema"
import type { NodeCall, NodeResult } from "./node-call.ts"

/** Runs what stands for a tool of the original: its errors refer to that tool's module (spec 11.1). */
export async function ofTool(call: NodeCall, run: () => Promise<NodeResult>): Promise<NodeResult> {
  try {
    return await run()
  } catch (thrown) {
    if (!(thrown instanceof MillraceError) || thrown.target !== "Tool") throw thrown
    const { code, data, place, className, ...rest } = thrown
    throw new MillraceError(code, data, {
      ...rest,
      message: thrown.message,
      cause: thrown.cause,
      ...(place && { place }),
      ...(className !== undefined && { className }),
      target: `Tool/${moduleOf(call)}`,
    })
  }
}

/** A tool that is told whether to stream is wrapped for that, and is then one of `functools` (seen on the original). */
function moduleOf({ node, stream, connection }: NodeCall): string {
  const { tool } = node
  if (tool.kind !== "llm") return "promptflow.tools.template_rendering"
  if (stream !== undefined) return "functools"
  const isAzure = connection(tool.connection).type === "AzureOpenAIConnection"
  return tool.module ?? `promptflow.tools.${isAzure ? "aoai" : "openai"}`
}
