import type { DefinitionOutline, FlowOutline } from "@internal/flow"
import { parseReference } from "@internal/flow"
import { toPlain } from "@internal/value"
import type { FormValues } from "./form-state.ts"
import type { OpenFlow } from "./open-flow.ts"

/** What the inputs of a node have, as its file says. */
export function formValues(
  definition: DefinitionOutline,
  connectionType: (name: string) => string | undefined,
): FormValues {
  const inputs = new Map(definition.inputs.map(({ name, value }) => [name, value]))
  return {
    of: (name) => {
      const value = inputs.get(name)
      return value === undefined ? undefined : toPlain(value)
    },
    connectionType,
  }
}

/** The same, with references replaced by what they mean where that is known: the next run's inputs, last outputs. */
export function resolvedValues(values: FormValues, flow: OpenFlow, outline: FlowOutline): FormValues {
  return {
    connectionType: values.connectionType,
    of(name) {
      const value = values.of(name)
      const reference = typeof value === "string" ? parseReference(value) : undefined
      if (reference?.kind === "flow-input") {
        const port = outline.inputs.find((input) => input.name === reference.name)
        const fallback = port?.fields.find((field) => field.name === "default")?.value
        return flow.inputs[reference.name] ?? (fallback === undefined ? value : toPlain(fallback))
      }
      if (reference?.kind === "node-output" && reference.property === "")
        return flow.last.get(reference.node).output ?? value
      return value
    },
  }
}
