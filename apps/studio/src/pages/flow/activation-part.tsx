import { type NodeOutline, referenceCompletions } from "@internal/flow"
import { toPlain } from "@internal/value"
import { useEffect, useState } from "react"
import { useFlow, useOutline } from "../../flow/flow-context.ts"
import { shownTyped } from "../../flow/typed-value.ts"
import { FormRow } from "../../ui/field.tsx"
import { TextField } from "../../ui/text-field.tsx"
import styles from "./authoring.module.css"
import { ReferenceField } from "./reference-field.tsx"

/** When a node runs: a value, and what it must be; else the node is bypassed. */
export function ActivationPart({ node }: { node: NodeOutline }) {
  const flow = useFlow()
  const outline = useOutline()
  const when = shownTyped(toPlain(node.activate?.when ?? ""))
  const is = shownTyped(toPlain(node.activate?.is ?? ""))
  const [text, setText] = useState(is)
  useEffect(() => setText(is), [is])
  const write = (field: "when" | "is", value: unknown) =>
    flow.set(node, ["activate", field], value, `condition of ${node.name}`)
  return (
    <div className={styles.part}>
      <FormRow>
        <div>
          <div className={styles.kind}>Runs when</div>
          <ReferenceField
            label={`Condition of ${node.name}`}
            value={when}
            completions={referenceCompletions(outline, node.index)}
            onChange={(value) => write("when", value)}
          />
        </div>
        <TextField
          label="is"
          size="small"
          code
          value={text}
          onChange={setText}
          onBlur={() => text !== is && void write("is", jsonValue(text))}
          onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
        />
      </FormRow>
    </div>
  )
}

function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
