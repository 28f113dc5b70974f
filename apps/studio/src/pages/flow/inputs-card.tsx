import type { Dict } from "@internal/value"
import { Plus } from "lucide-react"
import { useState } from "react"
import { useFlow, useOutline } from "../../flow/flow-context.ts"
import { portsOfOutline } from "../../flow/run-ports.ts"
import { Button } from "../../ui/button.tsx"
import { Checkbox } from "../../ui/checkbox.tsx"
import { asBoolean, useRemembered } from "../../ui/remembered.ts"
import styles from "./authoring.module.css"
import { freeName } from "./free-name.ts"
import { inTurn } from "./in-turn.ts"
import { InputRow } from "./input-row.tsx"
import { InputsFrame } from "./inputs-frame.tsx"
import { cardOf, typeOverName } from "./name-field.tsx"

/** Inputs of a DAG flow: name, type, and the value that the next run gets; an empty value is the default. */
export function InputsCard() {
  const flow = useFlow()
  const outline = useOutline()
  const { inputs: ports } = portsOfOutline(outline)
  const [isChat, setChat] = useState(() =>
    outline.inputs.some(({ fields }) => fields.some(({ name }) => name.startsWith("is_chat_"))),
  )
  const [areDescribed, describe] = useRemembered("inputs.described", false, asBoolean)
  const add = (card: HTMLElement | null) =>
    inTurn(flow, async () => {
      const fields: Dict = new Map([["type", "string"]])
      const name = freeName(flow.outline.inputs, "input")
      await flow.edit({ kind: "port-add", port: "input", name, fields }, "add an input")
      typeOverName(card, `Name of input ${name}`)
    })
  return (
    <InputsFrame
      tools={(look, show) => (
        <>
          {look === "form" && outline.inputs.length > 0 && (
            <>
              <Checkbox label="Descriptions" checked={areDescribed} onChange={describe} />
              <Checkbox label="Chat flags" checked={isChat} onChange={setChat} />
            </>
          )}
          <Button
            size="small"
            variant="quiet"
            icon={<Plus />}
            onClick={(event) => {
              show("form") // JSON has values, not names and types
              void add(cardOf(event.currentTarget))
            }}
          >
            Add input
          </Button>
        </>
      )}
      columns={
        <>
          {isChat && <th className={styles.narrow}>Chat</th>}
          <th className={styles.tool}>
            <span className="visually-hidden">Delete</span>
          </th>
        </>
      }
      rows={outline.inputs.flatMap((input, at) => {
        const port = ports[at]
        if (!port) return []
        const look = { isChat, isDescribed: areDescribed }
        // biome-ignore lint/suspicious/noArrayIndexKey: an input is its place in the file; its name is edited
        return [<InputRow key={at} input={input} port={port} {...look} />]
      })}
    />
  )
}
