import { isConfiguration } from "@internal/flow"
import { Maximize2 } from "lucide-react"
import { useEffect, useState } from "react"
import { useFlow, useFlowSlice } from "../../flow/flow-context.ts"
import type { RunPort } from "../../flow/run-ports.ts"
import type { ValuesPart } from "../../flow/run-values.ts"
import { parseTyped, shownTyped, valueProblem } from "../../flow/typed-value.ts"
import { IconButton } from "../../ui/icon-button.tsx"
import { Select } from "../../ui/select.tsx"
import { TextArea } from "../../ui/text-area.tsx"
import { TextField } from "../../ui/text-field.tsx"
import { ConnectionSelect } from "./connection-select.tsx"
import styles from "./inputs.module.css"
import { LargeEditor } from "./large-editor.tsx"
import { WithImages } from "./with-images.tsx"

/** A long value scrolls: the inputs below it stay in sight. */
const AREA = { maxHeight: 208 }

/** The value that the next run gets for an input or an argument, by its type; empty: the default. */
export function InputValue({
  port,
  part = "inputs",
  problem: given,
}: {
  port: RunPort
  part?: ValuesPart
  /** What is wrong with it in the flow's file. */
  problem?: string | undefined
}) {
  const { name, default: fallback } = port
  const type = isConfiguration(port.type) ? "object" : port.type
  const flow = useFlow()
  const value = useFlowSlice((open) => open.values[part][name])
  const [text, setText] = useState(() => shown(value, type))
  const [problem, setProblem] = useState<string>()
  const [isLarge, setLarge] = useState(false)
  const [before, setBefore] = useState({ value, type })
  if (before.value !== value || before.type !== type) {
    // somebody else has set it: a test case, JSON, the inputs of a line
    setBefore({ value, type })
    if (before.type !== type || !isSame(readText(type, text), value)) {
      setText(shown(value, type))
      setProblem(undefined)
    }
  }
  const write = (next: unknown) => flow.values.set(part, name, next)
  const take = (typed: string) => {
    setText(typed)
    const read = readText(type, typed)
    setProblem("problem" in read ? read.problem : undefined)
    if ("value" in read) write(read.value)
  }
  const untaken = problem !== undefined && "problem" in readText(type, text) ? problem : undefined
  useEffect(() => {
    const place = `${part}.${name}`
    flow.values.refuse(place, untaken)
    return () => flow.values.refuse(place, undefined)
  }, [flow, part, name, untaken])
  const common = {
    label: `Value of ${name}`,
    hideLabel: true,
    // what was typed, else what a test case or an older type has left
    error: problem ?? (value === undefined ? undefined : valueProblem(type, value)) ?? given,
    placeholder: "default" in port ? shown(fallback, type) : "no default",
  }
  if (/Connection$/.test(type))
    return (
      <ConnectionSelect
        label={common.label}
        hideLabel
        error={common.error}
        types={[type]}
        value={shownTyped(value ?? fallback ?? undefined)}
        canBeNone={"default" in port}
        onChange={(chosen) => write(chosen === "" ? undefined : chosen)}
      />
    )
  if (type === "bool")
    return (
      <Select
        label={common.label}
        hideLabel
        size="small"
        error={common.error}
        value={value === undefined ? "" : String(value).toLowerCase() === "true" ? "true" : "false"}
        options={[
          { value: "", label: "default" in port ? `default: ${shownTyped(fallback)}` : "no default" },
          { value: "true" },
          { value: "false" },
        ]}
        onChange={(next) => write(next === "" ? undefined : next === "true")}
      />
    )
  if (type === "int" || type === "double")
    return <TextField {...common} size="small" code inputMode="decimal" value={text} onChange={take} />
  const isJson = type === "list" || type === "object"
  const area = (
    <div className={styles.line}>
      <TextArea {...common} code rows={1} grow style={AREA} value={text} onChange={take} />
      <IconButton
        label={`Edit ${name} in a large editor`}
        icon={<Maximize2 />}
        size="small"
        onClick={() => setLarge(true)}
      />
      {isLarge && (
        <LargeEditor
          title={`Value of ${name}`}
          language={isJson ? "json" : "text"}
          text={text}
          problem={common.error}
          onChange={take}
          onClose={() => setLarge(false)}
        />
      )}
    </div>
  )
  if (type !== "image" && !isJson) return area
  return (
    <WithImages {...{ name, type, value, fallback }} onChange={write} onError={setProblem}>
      {area}
    </WithImages>
  )
}

function readText(type: string, text: string): { value: unknown } | { problem: string } {
  return text === "" ? { value: undefined } : parseTyped(type, text)
}

/** JSON of more than a few words has its lines. */
function shown(value: unknown, type: string): string {
  if (value === undefined) return ""
  if (typeof value === "string" && type !== "list" && type !== "object") return value
  const text = shownTyped(value)
  return typeof value === "object" && text.length > 60 ? JSON.stringify(value, null, 2) : text
}

function isSame(read: ReturnType<typeof readText>, value: unknown): boolean {
  return "value" in read && JSON.stringify(read.value) === JSON.stringify(value)
}
