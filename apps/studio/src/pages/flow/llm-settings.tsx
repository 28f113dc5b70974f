import type { DefinitionOutline, NodeOutline } from "@internal/flow"
import { toPlain } from "@internal/value"
import { useEffect, useState } from "react"
import { Link } from "wouter"
import { useAnswer } from "../../api/queries.ts"
import { useFlow } from "../../flow/flow-context.ts"
import { shownTyped } from "../../flow/typed-value.ts"
import { Combobox } from "../../ui/combobox.tsx"
import { Select } from "../../ui/select.tsx"
import { TextField } from "../../ui/text-field.tsx"
import styles from "./authoring.module.css"

/** Inputs of an LLM node that are the model's and not the prompt's (spec 5.1). */
const SETTINGS = [
  "deployment_name",
  "model",
  "temperature",
  "top_p",
  "max_tokens",
  "stop",
  "presence_penalty",
  "frequency_penalty",
  "logit_bias",
  "response_format",
  "functions",
  "function_call",
  "tools",
  "tool_choice",
  "seed",
  "n",
  "logprobs",
  "top_logprobs",
  "suffix",
  "echo",
  "best_of",
  "user",
]

export function isModelSetting(name: string): boolean {
  return SETTINGS.includes(name)
}

const NUMBERS = new Set([
  "temperature",
  "top_p",
  "max_tokens",
  "presence_penalty",
  "frequency_penalty",
  "seed",
  "n",
  "top_logprobs",
  "best_of",
])
/** Shown although the file does not have them. */
const USUAL = ["temperature", "max_tokens", "stop", "response_format"]

/** Connection, model and parameters of an LLM node. */
export function LlmSettings({
  node,
  definition,
  variant,
}: {
  node: NodeOutline
  definition: DefinitionOutline
  variant: string | undefined
}) {
  const flow = useFlow()
  const connections = useAnswer("connections.list")
  const field = (name: string) => definition.fields.find((one) => one.name === name)?.value
  const input = (name: string) => definition.inputs.find((one) => one.name === name)?.value
  const connection = shownTyped(toPlain(field("connection") ?? ""))
  const type = connections.data?.find(({ name }) => name === connection)?.type
  const modelKey =
    input("deployment_name") !== undefined || type === "AzureOpenAIConnection" ? "deployment_name" : "model"
  const write = (path: string[], value: unknown) =>
    void flow.set(node, path, value, `${path.at(-1)} of ${node.name}`, variant)
  const shown = SETTINGS.filter((name) => !["model", "deployment_name"].includes(name)).filter(
    (name) => USUAL.includes(name) || input(name) !== undefined,
  )
  const options = [
    ...(connections.data ?? []).map(({ name, type: of }) => ({
      value: name,
      label: name,
      hint: of.replace(/Connection$/, ""),
    })),
  ]
  if (connection && !options.some(({ value }) => value === connection))
    options.push({ value: connection, label: connection, hint: "not there" })
  return (
    <div className={styles.part}>
      <div className={styles.settings}>
        <Select
          label="Connection"
          size="small"
          value={connection}
          options={options}
          placeholder="choose"
          aside={<Link href="/connections">all</Link>}
          onChange={(value) => write(["connection"], value)}
        />
        <Select
          label="API"
          size="small"
          value={shownTyped(toPlain(field("api") ?? "chat"))}
          options={[
            { value: "chat", label: "chat" },
            { value: "completion", label: "completion" },
          ]}
          onChange={(value) => write(["api"], value)}
        />
        <Setting
          label={modelKey === "model" ? "Model" : "Deployment"}
          value={shownTyped(plainOf(input(modelKey)))}
          onChange={(value) => write(["inputs", modelKey], value)}
        />
        {shown.map((name) => (
          <Setting
            key={name}
            label={name}
            value={shownTyped(plainOf(input(name)))}
            onChange={(value) =>
              write(
                ["inputs", name],
                value === ""
                  ? undefined
                  : NUMBERS.has(name) && value.trim() !== "" && Number.isFinite(Number(value))
                    ? Number(value)
                    : jsonOrText(value),
              )
            }
          />
        ))}
        <Combobox
          label="More parameters"
          size="small"
          value=""
          placeholder="add"
          options={SETTINGS.filter(
            (name) => !shown.includes(name) && !["model", "deployment_name"].includes(name),
          ).map((name) => ({ value: name, label: name }))}
          onChange={() => {}}
          onCommit={(name) => isModelSetting(name) && write(["inputs", name], NUMBERS.has(name) ? 1 : "")}
        />
      </div>
    </div>
  )
}

function Setting({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange(value: string): void
}) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  return (
    <TextField
      label={label}
      size="small"
      code
      value={text}
      placeholder="default"
      onChange={setText}
      onBlur={() => text !== value && onChange(text)}
      onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
    />
  )
}

function plainOf(value: Parameters<typeof toPlain>[0] | undefined): unknown {
  return value === undefined ? undefined : toPlain(value)
}

function jsonOrText(text: string): unknown {
  if (!/^[[{]/.test(text.trim())) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
