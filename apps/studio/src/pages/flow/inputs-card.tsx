import type { PortOutline } from "@internal/flow"
import { VALUE_TYPES } from "@internal/schema"
import { type Dict, toPlain } from "@internal/value"
import { Plus, Trash2 } from "lucide-react"
import { useState } from "react"
import { useFlow, useFlowSlice, useOutline } from "../../flow/flow-context.ts"
import { parseTyped, shownTyped } from "../../flow/typed-value.ts"
import { Button } from "../../ui/button.tsx"
import { Checkbox } from "../../ui/checkbox.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import { Select } from "../../ui/select.tsx"
import { TextField } from "../../ui/text-field.tsx"
import styles from "./authoring.module.css"
import { freeName } from "./free-name.ts"
import { NameField } from "./name-field.tsx"

const TYPES = VALUE_TYPES.map((value) => ({ value, label: value }))

/** Inputs of the flow: name, type, and the value that the next run gets; an empty value is the default. */
export function InputsCard() {
  const flow = useFlow()
  const outline = useOutline()
  useFlowSlice((open) => open.inputs)
  const [isChat, setChat] = useState(() =>
    outline.inputs.some(({ fields }) => fields.some(({ name }) => name.startsWith("is_chat_"))),
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
        <Checkbox label="Chat flags" checked={isChat} onChange={setChat} />
        <Button size="small" variant="quiet" icon={<Plus />} onClick={add}>
          Add input
        </Button>
      </header>
      {outline.inputs.length > 0 && (
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
    </section>
  )
}

function InputRow({ input, isChat }: { input: PortOutline; isChat: boolean }) {
  const flow = useFlow()
  const field = (name: string) => input.fields.find((one) => one.name === name)?.value
  const type = String(field("type") ?? "string")
  const given = field("default")
  const fallback = given === undefined ? undefined : toPlain(given)
  const value = flow.inputs[input.name]
  const [text, setText] = useState(() => shownTyped(value))
  const [error, setError] = useState<string>()
  const set = (name: string, to: string | boolean | undefined, label: string) =>
    flow.edit({ kind: "port-set", port: "input", name: input.name, field: name, value: to }, label)
  const take = (typed: string) => {
    setText(typed)
    const read = typed === "" ? { value: undefined } : parseTyped(type, typed)
    setError("problem" in read ? read.problem : undefined)
    if ("value" in read) flow.setInput(input.name, read.value)
  }
  const chat =
    field("is_chat_input") === true
      ? "input"
      : field("is_chat_history") === true || input.name === "chat_history"
        ? "history"
        : "none"
  return (
    <tr>
      <td>
        <NameField
          label={`Name of input ${input.name}`}
          name={input.name}
          onRename={(to) =>
            flow.edit({ kind: "port-rename", port: "input", name: input.name, to }, `rename ${input.name}`)
          }
        />
      </td>
      <td>
        <Select
          label={`Type of ${input.name}`}
          hideLabel
          size="small"
          value={type as (typeof VALUE_TYPES)[number]}
          options={TYPES}
          onChange={(to) => void set("type", to, `type of ${input.name}`)}
        />
      </td>
      <td>
        <TextField
          label={`Value of ${input.name}`}
          hideLabel
          size="small"
          code
          value={text}
          error={error}
          placeholder={fallback === undefined ? "no default" : shownTyped(fallback)}
          onChange={take}
        />
      </td>
      {isChat && (
        <td>
          <Select
            label={`${input.name} in a chat`}
            hideLabel
            size="small"
            value={chat}
            options={[
              { value: "none", label: "–" },
              { value: "input", label: "message" },
              { value: "history", label: "history" },
            ]}
            onChange={async (to) => {
              await set("is_chat_input", to === "input" ? true : undefined, `chat flag of ${input.name}`)
              await set("is_chat_history", to === "history" ? true : undefined, `chat flag of ${input.name}`)
            }}
          />
        </td>
      )}
      <td>
        <IconButton
          label={`Delete input ${input.name}`}
          icon={<Trash2 />}
          size="small"
          onClick={() =>
            void flow.edit({ kind: "port-delete", port: "input", name: input.name }, `delete ${input.name}`)
          }
        />
      </td>
    </tr>
  )
}
