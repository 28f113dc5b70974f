import type { LineSession } from "@internal/schema"
import {
  type Argument,
  MillraceError,
  sourceName,
  type ToolSignature,
  type ToolSource,
} from "@internal/schema"
import { json } from "../values.ts"
import type { NodeCall, NodeResult } from "./node-call.ts"

interface ToolOfNode {
  source: ToolSource
  signature: ToolSignature | undefined
}

/** A Python or JavaScript function: its inputs as arguments, constructor arguments apart (spec 6.1). */
export async function runTool(call: NodeCall, tool: ToolOfNode, session: LineSession): Promise<NodeResult> {
  return callTool(
    call,
    tool,
    session,
    new Map(Array.from(call.inputs, ([name, input]) => [name, input.value])),
  )
}

/** A custom LLM tool: the same, with the prompt file's text in the parameter annotated `PromptTemplate` (spec 6.5). */
export async function runCustomLlm(
  call: NodeCall,
  tool: ToolOfNode & { template: { text: string } },
  session: LineSession,
): Promise<NodeResult> {
  const parameter = tool.signature?.promptParameter
  if (!parameter) {
    throw new MillraceError("TOOL_INTERFACE_INVALID", {
      path: sourceName(tool.source),
      reason: "a custom LLM tool needs a parameter annotated PromptTemplate",
    })
  }
  const args = new Map<string, Argument>(Array.from(call.inputs, ([name, input]) => [name, input.value]))
  args.set(parameter, json(tool.template.text))
  return callTool(call, tool, session, args)
}

async function callTool(
  call: NodeCall,
  tool: ToolOfNode,
  session: LineSession,
  args: Map<string, Argument>,
): Promise<NodeResult> {
  const init = new Map<string, Argument>()
  for (const { name } of tool.signature?.init ?? []) {
    const value = args.get(name)
    if (value) init.set(name, value)
    args.delete(name)
  }
  const { node, line, signal, sink, stream } = call
  const option = tool.signature?.streamingOption
  if (option && stream !== undefined) args.set(option, json(stream))
  return session.call({ node: node.name, source: tool.source, line, init, args }, sink, signal)
}
