import { type FlowOutline, type NodeOutline, parseReference } from "@internal/flow"

/** The type of what a reference means, as far as the flow's file says it. */
export function referenceType(text: string, outline: FlowOutline): string | undefined {
  const reference = parseReference(text)
  if (reference?.kind === "flow-input") {
    const type = outline.inputs
      .find(({ name }) => name === reference.name)
      ?.fields.find(({ name }) => name === "type")?.value
    return typeof type === "string" ? type : undefined
  }
  if (reference?.kind !== "node-output" || reference.property) return undefined
  const node = outline.nodes.find(({ name }) => name === reference.node)
  return node && !node.isAggregation ? outputType(node) : undefined
}

/** A prompt gives its text; a model too, unless it may answer with a call. */
function outputType(node: NodeOutline): string | undefined {
  const used = node.usesVariants ? node.variants : [node]
  const types = used.map(({ type, inputs }) => {
    if (type === "prompt") return "string"
    const mayCall = inputs.some(({ name, value }) => ["tools", "functions"].includes(name) && value !== "")
    return type === "llm" && !mayCall ? "string" : undefined
  })
  return types.every((type) => type === types[0]) ? types[0] : undefined
}

/** What does not fit between a reference and the types that an input takes; undefined where it may fit. */
export function referenceProblem(
  text: string,
  types: readonly string[],
  outline: FlowOutline,
): string | undefined {
  const given = referenceType(text, outline)
  if (given === undefined || types.length === 0 || types.some((wanted) => fits(given, wanted)))
    return undefined
  const wanted = types.join(" or ")
  return types.every((type) => type.endsWith("Connection"))
    ? `${text} is ${given}, and a connection is named here, not referred to`
    : `${text} is ${given}, and this input takes ${wanted}`
}

/** A tool gets the value as it is: nothing but a whole number for a number is another type that is right. */
function fits(given: string, wanted: string): boolean {
  if (given === wanted || given === "object" || wanted === "object") return true
  if (!TYPES.includes(wanted)) return given === "string" && !wanted.endsWith("Connection") // kinds of files
  return given === "int" && wanted === "double"
}

const TYPES = ["int", "double", "bool", "string", "list", "image"]
