import { Maximize2 } from "lucide-react"
import { useState } from "react"
import { parseTyped, shownTyped } from "../../flow/typed-value.ts"
import { Button } from "../../ui/button.tsx"
import { Dialog } from "../../ui/dialog.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import { NumberField } from "../../ui/number-field.tsx"
import { Select } from "../../ui/select.tsx"
import { TextArea } from "../../ui/text-area.tsx"
import styles from "./chat.module.css"

export interface TypedPort {
  name: string
  type: string
  default?: unknown
}

/** An input by its type; empty is its default. */
export function TypedInput({
  port,
  value,
  onChange,
}: {
  port: TypedPort
  value: unknown
  onChange(value: unknown): void
}) {
  const { name, type } = port
  const fallback = port.default === undefined || port.default === null ? "" : shownTyped(port.default)
  const common = { label: name, aside: type, required: port.default === undefined }
  if (type === "int" || type === "double")
    return (
      <NumberField
        {...common}
        whole={type === "int"}
        placeholder={fallback}
        value={typeof value === "number" ? value : null}
        onChange={(next) => onChange(next ?? undefined)}
      />
    )
  if (type === "bool")
    return (
      <Select
        {...common}
        value={value === undefined ? "" : value ? "true" : "false"}
        options={[
          { value: "", label: fallback === "" ? "not given" : `default: ${fallback}` },
          { value: "true" },
          { value: "false" },
        ]}
        onChange={(next) => onChange(next === "" ? undefined : next === "true")}
      />
    )
  return <TextInput {...{ common, type, fallback, value, onChange }} />
}

function TextInput({
  common,
  type,
  fallback,
  value,
  onChange,
}: {
  common: { label: string; aside: string; required: boolean }
  type: string
  fallback: string
  value: unknown
  onChange(value: unknown): void
}) {
  const [text, setText] = useState(() => shownTyped(value))
  const [problem, setProblem] = useState<string>()
  const [isWide, setWide] = useState(false)
  const isJson = type === "list" || type === "object"
  const take = (typed: string) => {
    setText(typed)
    const read = typed === "" ? { value: undefined } : parseTyped(type, typed)
    setProblem("problem" in read ? read.problem : undefined)
    if ("value" in read) onChange(read.value)
  }
  return (
    <>
      <TextArea
        {...common}
        aside={
          <span className={styles.aside}>
            {type}
            <IconButton
              label={`Expand ${common.label}`}
              icon={<Maximize2 />}
              size="small"
              onClick={() => setWide(true)}
            />
          </span>
        }
        rows={isJson ? 2 : 1}
        grow
        code={isJson}
        value={text}
        error={problem}
        placeholder={fallback}
        onChange={take}
      />
      <Dialog
        open={isWide}
        onOpenChange={setWide}
        size="large"
        title={common.label}
        description={isJson ? `A value of type ${type}, as JSON` : `A value of type ${type}`}
        footer={
          <Button variant="primary" onClick={() => setWide(false)}>
            Done
          </Button>
        }
      >
        <TextArea
          label={common.label}
          hideLabel
          rows={20}
          code={isJson}
          value={text}
          error={problem}
          placeholder={fallback}
          onChange={take}
        />
      </Dialog>
    </>
  )
}
