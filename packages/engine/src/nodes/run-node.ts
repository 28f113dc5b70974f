import { codeKey } from "../reuse/node-key.ts"
import { runEntry } from "./entry-node.ts"
import { runLlm } from "./llm-node.ts"
import type { NodeCall, NodeResult } from "./node-call.ts"
import { ofTool } from "./of-tool.ts"
import { runPrompt } from "./prompt-node.ts"
import { runPrompty } from "./prompty-node.ts"
import { runCustomLlm, runJavascript, runTool } from "./tool-node.ts"
import { tracedNode } from "./traced-node.ts"
import { runVision } from "./vision-node.ts"

/** The node's answer: the one that is known, or what running it gives. Rejects with a MillraceError. */
export async function runNode(call: NodeCall): Promise<NodeResult> {
  const { kind } = call.node.tool
  // a model is asked for its answer once the request is there
  const hasCode = kind === "python" || kind === "javascript" || kind === "custom_llm" || kind === "entry"
  const known = hasCode ? await call.recall(codeKey(call)) : undefined
  return known ?? runByKind(call)
}

async function runByKind(call: NodeCall): Promise<NodeResult> {
  const { tool } = call.node
  switch (tool.kind) {
    case "llm":
      return tool.vision
        ? ofTool(call, () => runVision(call, tool))
        : tracedNode(call, () => ofTool(call, () => runLlm(call)))
    case "prompt":
      return tracedNode(call, () => ofTool(call, () => runPrompt(call)))
    case "python":
      return runTool(call, tool, await call.python())
    case "javascript":
      return runJavascript(call, tool)
    case "custom_llm":
      return runCustomLlm(call, tool, await call.python())
    case "entry":
      return runEntry(call, tool)
    case "prompty":
      return runPrompty(call, tool)
  }
}
