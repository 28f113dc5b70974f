import {
  type DefinitionOutline,
  type NodeOutline,
  parseReference,
  referenceCompletions,
} from "@internal/flow"
import { toPlain } from "@internal/value"
import { useEffect, useState } from "react"
import { useFlow, useOutline } from "../../flow/flow-context.ts"
import { shownTyped } from "../../flow/typed-value.ts"
import { Combobox } from "../../ui/combobox.tsx"
import { FormRow } from "../../ui/field.tsx"
import { toast } from "../../ui/toasts.ts"
import styles from "./authoring.module.css"
import { ReferenceField } from "./reference-field.tsx"

export interface ActivationPartProps {
  node: NodeOutline
  /** The node, or the variant of it that has the condition. */
  definition: DefinitionOutline
  variant: string | undefined
}

/** When a node runs: a value, and what it must be; else the node is bypassed. */
export function ActivationPart({ node, definition, variant }: ActivationPartProps) {
  const flow = useFlow()
  const outline = useOutline()
  const when = shownTyped(toPlain(definition.activate?.when ?? ""))
  const is = shownTyped(toPlain(definition.activate?.is ?? ""))
  const [text, setText] = useState(is)
  useEffect(() => setText(is), [is])
  const write = (field: "when" | "is", value: unknown) =>
    flow
      .set(node, ["activate", field], value, `condition of ${node.name}`, variant)
      .catch((thrown: Error) => toast({ kind: "error", title: thrown.message }))
  return (
    <div className={styles.part}>
      <FormRow>
        <ReferenceField
          label="Runs when"
          isLabelled
          value={when}
          completions={referenceCompletions(outline, node.index)}
          onChange={(value) => void write("when", value)}
        />
        <Combobox
          label="is"
          size="small"
          code
          free
          value={text}
          options={likelyValues(when, flow).map((value) => ({ value, label: value }))}
          onChange={setText}
          onCommit={(typed) => {
            if (typed !== is) void write("is", jsonValue(typed))
          }}
        />
      </FormRow>
    </div>
  )
}

/** What the value was in the last run, and what most conditions ask for. */
function likelyValues(when: string, flow: ReturnType<typeof useFlow>): string[] {
  const reference = parseReference(when)
  const last =
    reference?.kind === "node-output" && reference.property === ""
      ? flow.last.get(reference.node).output
      : reference?.kind === "flow-input"
        ? flow.inputs[reference.name]
        : undefined
  const known = typeof last === "string" || typeof last === "number" ? [shownTyped(last)] : []
  return [...new Set([...known, "true", "false"])]
}

function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
