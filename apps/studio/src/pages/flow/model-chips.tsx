import type { NodeOutline } from "@internal/flow"
import { toPlain } from "@internal/value"
import { useAnswer } from "../../api/queries.ts"
import { useFlowSlice } from "../../flow/flow-context.ts"
import { shownTyped } from "../../flow/typed-value.ts"
import { Badge } from "../../ui/badge.tsx"
import { LOCAL_MODEL } from "./connection-select.tsx"
import styles from "./form.module.css"

/** What a node asks: its connection and model, of the variant that runs. A connection that is not there is marked. */
export function ModelChips({ node }: { node: NodeOutline }) {
  const { data } = useAnswer("connections.list")
  const picked = useFlowSlice((open) => open.variants[node.name])
  const chosen = node.usesVariants
    ? node.variants.find(({ id, isDefault }) => (picked === undefined ? isDefault : id === picked))
    : undefined
  const { fields, inputs } = chosen ?? node
  const of = (list: typeof fields, ...names: string[]) => {
    const value = list.find(({ name }) => names.includes(name))?.value
    return value === undefined || value === null ? "" : shownTyped(toPlain(value))
  }
  const connection = of(fields, "connection") || of(inputs, "connection")
  const model = of(inputs, "deployment_name", "model")
  if (connection === "" && model === "") return null
  const isMissing =
    connection !== LOCAL_MODEL && data !== undefined && !data.some(({ name }) => name === connection)
  return (
    <span className={styles.chips}>
      {connection !== "" && !connection.startsWith("${") && (
        <Badge tone={isMissing ? "stale" : "neutral"}>
          <span title={isMissing ? "There is no such connection" : "Connection"}>{connection}</span>
          {isMissing && <span className="visually-hidden">, which is not there</span>}
        </Badge>
      )}
      {model !== "" && (
        <Badge>
          <span title="Model">{model}</span>
        </Badge>
      )}
    </span>
  )
}
