import type { Diagnostic, ToolSignature } from "@internal/schema"
import { diagnose } from "./diagnose.ts"
import type { FlowNode } from "./flow.ts"
import { didYouMean } from "./suggest.ts"

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

/** Literals that are null or empty text are dropped before a tool is called. */
function isGiven(input: { value: unknown; reference: unknown }): boolean {
  return input.reference !== undefined || (input.value !== null && input.value !== "")
}
