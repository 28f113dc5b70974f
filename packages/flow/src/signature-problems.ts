import { type Diagnostic, didYouMean, type ToolSignature } from "@internal/schema"
import { str } from "@internal/value"
import { diagnose } from "./diagnose.ts"
import type { FlowNode } from "./flow.ts"
import type { FlowValue } from "./flow-value.ts"

/**
 * What the tool's signature says against a node: constructor inputs must be there and literal (an error, spec 6.1); inputs
 * that the function lacks or does not take fail each line in the original, so they are strict.
 */
export function signatureProblems(node: FlowNode, signature: ToolSignature): Diagnostic[] {
  const found: Diagnostic[] = []
  const given = new Set(Array.from(node.inputs).flatMap(([name, input]) => (isGiven(input) ? [name] : [])))
  for (const { name } of signature.init) {
    const input = node.inputs.get(name)
    if (!input?.reference) continue
    const data = { input: name, node_name: node.name, class: signature.className ?? "" }
    found.push(diagnose("TOOL_INPUT_MUST_BE_LITERAL", data, input.place))
  }
  const lacking = (parameters: ToolSignature["parameters"]) =>
    parameters.filter((p) => !p.default && !given.has(p.name)).map((p) => p.name)
  const missing = (inputs: string[], strict: boolean) => {
    if (inputs.length === 0) return
    found.push(diagnose("TOOL_INPUTS_MISSING", { node_name: node.name, inputs }, node.place, { strict }))
  }
  missing(lacking(signature.init), false)
  missing(lacking(signature.parameters), true)

  found.push(...enumProblems(node, signature))

  if (signature.kwargs) return found
  const known = [...signature.init, ...signature.parameters].map((parameter) => parameter.name)
  for (const [name, input] of node.inputs) {
    if (known.includes(name) || !given.has(name)) continue
    const data = { key: name, node_name: node.name, tool: signature.function }
    found.push(
      diagnose("NODE_INPUT_INVALID", data, input.place, {
        strict: true,
        message: `Node ${node.name} has an input ${name}, which ${signature.function}() does not take.`,
        hint: didYouMean(name, known) || `It takes ${known.join(", ") || "nothing"}.`,
      }),
    )
  }
  return found
}

/** Literals that an Enum annotation does not list: the original passes them on. */
function enumProblems(node: FlowNode, signature: ToolSignature): Diagnostic[] {
  return signature.parameters.flatMap((parameter) => {
    const input = node.inputs.get(parameter.name)
    const allowed = parameter.enum
    if (!allowed?.length || !input || input.reference || !isGiven(input)) return []
    const value = str(input.value)
    if (allowed.includes(value)) return []
    const reason = `it is none of ${allowed.join(", ")}`
    const data = { key: parameter.name, node_name: node.name, value, value_type: "an allowed value", reason }
    return [
      diagnose("NODE_INPUT_INVALID", data, input.place, { strict: true, hint: didYouMean(value, allowed) }),
    ]
  })
}

/** Literals that are null or empty text are dropped before a tool is called. */
function isGiven(input: FlowValue): boolean {
  return input.reference !== undefined || (input.value !== null && input.value !== "")
}
