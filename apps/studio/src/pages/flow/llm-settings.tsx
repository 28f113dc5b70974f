import { type DefinitionOutline, llmParameters, type NodeOutline, referenceCompletions } from "@internal/flow"
import { toPlain } from "@internal/value"
import { useMemo } from "react"
import { Link } from "wouter"
import { useAnswer } from "../../api/queries.ts"
import { useFlow, useOutline } from "../../flow/flow-context.ts"
import { isReference, typedValue } from "../../flow/form-state.ts"
import { referenceProblem } from "../../flow/reference-type.ts"
import { shownTyped } from "../../flow/typed-value.ts"
import { Combobox } from "../../ui/combobox.tsx"
import { Select } from "../../ui/select.tsx"
import { toast } from "../../ui/toasts.ts"
import styles from "./authoring.module.css"
import { ConnectionSelect, useConnectionType } from "./connection-select.tsx"
import { JsonSetting } from "./json-setting.tsx"
import { ReferenceField } from "./reference-field.tsx"

const PARAMETERS = new Map(
  [...llmParameters("completion"), ...llmParameters("chat")].map((parameter) => [parameter.name, parameter]),
)
const MODEL_NAMES = ["deployment_name", "model"]
/** Shown although the file does not have them. */
const USUAL = ["temperature", "max_tokens", "stop", "response_format"]

/** Inputs of an LLM node that are the model's and not the prompt's (spec 5.1). */
export function isModelSetting(name: string): boolean {
  return PARAMETERS.has(name)
}

export interface LlmSettingsProps {
  node: NodeOutline
  definition: DefinitionOutline
  variant: string | undefined
}

/** Connection, model and parameters of an LLM node. */
export function LlmSettings({ node, definition, variant }: LlmSettingsProps) {
  const flow = useFlow()
  const outline = useOutline()
  const typeOf = useConnectionType()
  const completions = useMemo(() => referenceCompletions(outline, node.index), [outline, node.index])
  const field = (name: string) => definition.fields.find((one) => one.name === name)?.value
  const input = (name: string) => definition.inputs.find((one) => one.name === name)?.value
  const connection = shownTyped(toPlain(field("connection") ?? ""))
  const modelKey =
    input("deployment_name") !== undefined || typeOf(connection) === "AzureOpenAIConnection"
      ? "deployment_name"
      : "model"
  const models = useModels(connection, modelKey)
  const api = shownTyped(toPlain(field("api") ?? "chat"))
  const write = (path: string[], value: unknown) =>
    flow
      .set(node, path, value, `${path.at(-1)} of ${node.name}`, variant)
      .catch((thrown: Error) => toast({ kind: "error", title: thrown.message }))
  const known = llmParameters(api === "completion" ? "completion" : "chat").map(({ name }) => name)
  const shown = [...PARAMETERS.keys()].filter(
    (name) =>
      !MODEL_NAMES.includes(name) &&
      (input(name) !== undefined || (USUAL.includes(name) && known.includes(name))),
  )
  return (
    <div className={styles.part}>
      <div className={styles.settings}>
        <ConnectionSelect
          label="Connection"
          value={connection}
          aside={<Link href="/connections">all</Link>}
          onChange={(value) => void write(["connection"], value)}
        />
        <Select
          label="API"
          size="small"
          value={api}
          options={[
            { value: "chat", label: "chat" },
            { value: "completion", label: "completion" },
          ]}
          onChange={(value) => void write(["api"], value)}
        />
        <ReferenceField
          label={modelKey === "model" ? "Model" : "Deployment"}
          isLabelled
          value={plainText(input(modelKey))}
          completions={completions}
          choices={models.map((value) => ({ value }))}
          placeholder="required"
          onChange={(value) => void write(["inputs", modelKey], value)}
        />
        {shown.map((name) => {
          const value = input(name)
          const { type, default: fallback } = PARAMETERS.get(name) ?? { type: ["string"] }
          const plain = value === undefined ? undefined : toPlain(value)
          const text = plainText(value)
          return (
            <ReferenceField
              key={name}
              label={name}
              isLabelled
              value={text}
              completions={completions}
              choices={CHOICES[name] ?? (type[0] === "bool" ? [{ value: "true" }, { value: "false" }] : [])}
              placeholder={defaultText(fallback?.shown)}
              error={settingProblem(name, known, plain, type, outline)}
              aside={
                type.some((one) => STRUCTURED.includes(one)) && !isReference(plain) ? (
                  <JsonSetting
                    name={name}
                    value={plain}
                    onChange={(edited) => void write(["inputs", name], edited)}
                  />
                ) : null
              }
              onChange={(typed) =>
                void write(["inputs", name], typed === "" ? undefined : typedValue(type, typed).value)
              }
            />
          )
        })}
        <Combobox
          label="More parameters"
          size="small"
          value=""
          placeholder="add"
          options={known
            .filter((name) => !shown.includes(name) && !MODEL_NAMES.includes(name))
            .map((name) => ({
              value: name,
              label: name,
              hint: PARAMETERS.get(name)?.type.join(" or ") ?? "",
            }))}
          onChange={() => {}}
          onCommit={(name) => {
            const parameter = PARAMETERS.get(name)
            const given = parameter?.default?.value
            if (parameter) void write(["inputs", name], given ? (toPlain(given.value) ?? "") : "")
          }}
        />
      </div>
    </div>
  )
}

/** Types that are too long for one line. */
const STRUCTURED = ["object", "list"]

const CHOICES: Readonly<Record<string, { value: string; label: string }[]>> = {
  response_format: [
    { value: '{"type":"text"}', label: "text" },
    { value: '{"type":"json_object"}', label: "json_object" },
  ],
  tool_choice: [
    { value: "auto", label: "auto" },
    { value: "none", label: "none" },
  ],
}

function settingProblem(
  name: string,
  known: readonly string[],
  value: unknown,
  types: readonly string[],
  outline: ReturnType<typeof useOutline>,
): string | undefined {
  if (value === undefined || value === null || value === "") return undefined
  if (!known.includes(name)) return "This API does not take it"
  if (isReference(value)) return referenceProblem(String(value), types, outline)
  return typeof value === "string" && types[0] !== "string" ? typedValue(types, value).problem : undefined
}

/** Names that are likely: models on this machine for its own connection, and what the flow's other nodes use there. */
function useModels(connection: string, key: string): string[] {
  const outline = useOutline()
  const isLocal = connection === "local_model"
  const local = useAnswer("models.list", {}, { enabled: isLocal })
  const used = outline.nodes
    .flatMap((node) => [node, ...node.variants])
    .filter(({ fields }) => fields.some(({ name, value }) => name === "connection" && value === connection))
    .flatMap(({ inputs }) => inputs.filter(({ name }) => name === key).map(({ value }) => plainText(value)))
    .filter((name) => name !== "" && !isReference(name))
  return [...new Set([...(isLocal ? (local.data ?? []).map(({ name }) => name) : []), ...used])]
}

function defaultText(shown: string | undefined): string {
  return shown === undefined || ["None", "", "{}"].includes(shown) ? "default" : `default: ${shown}`
}

function plainText(value: Parameters<typeof toPlain>[0] | undefined): string {
  return value === undefined ? "" : shownTyped(toPlain(value))
}
