import type { Dict } from "@internal/value"
import { Plus } from "lucide-react"
import { useState } from "react"
import { useFlow, useOutline } from "../../flow/flow-context.ts"
import { Button } from "../../ui/button.tsx"
import { Checkbox } from "../../ui/checkbox.tsx"
import { RadioGroup } from "../../ui/radio-group.tsx"
import { useRemembered } from "../../ui/remembered.ts"
import styles from "./authoring.module.css"
import { CasesBar } from "./cases-bar.tsx"
import { freeName } from "./free-name.ts"
import { InputRow } from "./input-row.tsx"
import { InputsJson } from "./inputs-json.tsx"

type Look = "form" | "json"

/** Inputs of the flow: name, type, and the value that the next run gets; an empty value is the default. */
export function InputsCard() {
  const flow = useFlow()
  const outline = useOutline()
  const [isChat, setChat] = useState(() =>
    outline.inputs.some(({ fields }) => fields.some(({ name }) => name.startsWith("is_chat_"))),
  )
  const [look, setLook] = useRemembered<Look>("inputs.look", "form", (kept) =>
    kept === "form" || kept === "json" ? kept : null,
  )
  const add = () => {
    const fields: Dict = new Map([["type", "string"]])
    void flow.edit(
      { kind: "port-add", port: "input", name: freeName(outline.inputs, "input"), fields },
      "add an input",
    )
  }
  return (
    <section className={styles.card} data-card="inputs" aria-label="Inputs">
      <header className={styles.head}>
        <h2 className={styles.headName}>Inputs</h2>
        <span className={styles.space} />
        {look === "form" && <Checkbox label="Chat flags" checked={isChat} onChange={setChat} />}
        {outline.inputs.length > 0 && (
          <RadioGroup
            label="How inputs are typed"
            hideLabel
            look="segments"
            value={look}
            onChange={setLook}
            options={[
              { value: "form", label: "Form" },
              { value: "json", label: "JSON" },
            ]}
          />
        )}
        <Button size="small" variant="quiet" icon={<Plus />} onClick={add}>
          Add input
        </Button>
      </header>
      {outline.inputs.length > 0 && look === "json" && <InputsJson />}
      {outline.inputs.length > 0 && look === "form" && (
        <div className={styles.part}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th className={styles.named}>Name</th>
                <th className={styles.narrow}>Type</th>
                <th>Value to run with</th>
                {isChat && <th className={styles.narrow}>Chat</th>}
                <th className={styles.tool}>
                  <span className="visually-hidden">Delete</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {outline.inputs.map((input) => (
                <InputRow key={input.nameRange.from} input={input} isChat={isChat} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {outline.inputs.length > 0 && <CasesBar />}
    </section>
  )
}
