import type { LineSession } from "@internal/schema"
import {
  type Argument,
  MillraceError,
  type NodeTool,
  sourceName,
  type ToolSignature,
  type ToolSource,
} from "@internal/schema"
import { forJavascript, fromJavascript } from "../media/javascript-media.ts"
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

/** A JavaScript or TypeScript function; its images are dicts that name their files. */
export async function runJavascript(
  call: NodeCall,
  { path, signature }: NodeTool & { kind: "javascript" },
): Promise<NodeResult> {
  const { host, prepared, signal } = call
  const store = host.media
  const format = prepared.plan.messageFormat
  const args = new Map(
    Array.from(call.inputs, ([name, { value }]) => [
      name,
      store ? forJavascript(value, store, format) : value,
    ]),
  )
  const tool: ToolOfNode = { source: { type: "code", path }, signature }
  const result = await callTool(call, tool, await call.javascript(), args)
  return store ? { ...result, value: await fromJavascript(result.value, { store, format, signal }) } : result
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
  // a hidden input of the original: whoever renders the prompt hides the role headers in these (spec 5.3)
  const { escaped } = call.node
  if (escaped.length > 0 && tool.signature?.kwargs) args.set("_inputs_to_escape", json([...escaped]))
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
