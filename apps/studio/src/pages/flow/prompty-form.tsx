import { llmParameters } from "@internal/flow"
import type { Dict } from "@internal/value"
import { Trash2 } from "lucide-react"
import { typedValue } from "../../flow/form-state.ts"
import { frontValue } from "../../flow/prompty-text.ts"
import { shownTyped } from "../../flow/typed-value.ts"
import { Combobox } from "../../ui/combobox.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import { Select } from "../../ui/select.tsx"
import styles from "./authoring.module.css"
import { CommitField } from "./commit-field.tsx"
import { ConnectionSelect, useConnectionType } from "./connection-select.tsx"

export interface PromptyFormProps {
  front: Dict
  /** Undefined takes the key out. */
  onChange(path: string[], value: unknown): void
}

const CONFIGURATION = ["model", "configuration"]
const PARAMETERS = ["model", "parameters"]

/** Model, connection and parameters of a prompty, from its front matter. */
export function PromptyForm({ front, onChange }: PromptyFormProps) {
  const typeOf = useConnectionType()
  const text = (path: string[]) => shownTyped(frontValue(front, path))
  const connection = text([...CONFIGURATION, "connection"])
  const type = connection === "" ? text([...CONFIGURATION, "type"]) : typeOf(connection)
  const isAzure = /azure/i.test(type ?? "") || text([...CONFIGURATION, "azure_deployment"]) !== ""
  const model = isAzure ? "azure_deployment" : "model"
  const commit = (path: string[]) => (typed: string) => onChange(path, typed === "" ? undefined : typed)
  return (
    <>
      <div className={styles.part}>
        <div className={styles.settings}>
          <CommitField label="Name" value={text(["name"])} onCommit={commit(["name"])} />
          <CommitField label="Description" value={text(["description"])} onCommit={commit(["description"])} />
        </div>
      </div>
      <div className={styles.part}>
        <div className={styles.settings}>
          <ConnectionSelect
            label="Connection"
            value={connection}
            canBeNone
            onChange={(name) => onChange([...CONFIGURATION, "connection"], name === "" ? undefined : name)}
          />
          {connection === "" && (
            <Select
              label="Provider"
              size="small"
              value={text([...CONFIGURATION, "type"])}
              options={[
                { value: "openai", label: "openai" },
                { value: "azure_openai", label: "azure_openai" },
              ]}
              onChange={(value) => onChange([...CONFIGURATION, "type"], value)}
            />
          )}
          <CommitField
            label={isAzure ? "Deployment" : "Model"}
            code
            value={text([...CONFIGURATION, model])}
            placeholder={connection === "" ? "required" : "that of the connection"}
            onCommit={commit([...CONFIGURATION, model])}
          />
          <Select
            label="API"
            size="small"
            value={text(["model", "api"]) || "chat"}
            options={[
              { value: "chat", label: "chat" },
              { value: "completion", label: "completion" },
            ]}
            onChange={(value) => onChange(["model", "api"], value)}
          />
          <Select
            label="Answer"
            size="small"
            value={text(["model", "response"]) || "first"}
            options={[
              { value: "first", label: "first", hint: "The text of the first choice" },
              { value: "all", label: "all", hint: "Everything that the service answers" },
            ]}
            onChange={(value) => onChange(["model", "response"], value)}
          />
        </div>
      </div>
      <Parameters front={front} onChange={onChange} />
    </>
  )
}

/** Parameters that the file has, with their types where they are known; others can be added. */
function Parameters({ front, onChange }: PromptyFormProps) {
  const api = frontValue(front, ["model", "api"]) === "completion" ? "completion" : "chat"
  const known = llmParameters(api).filter(({ name }) => name !== "deployment_name" && name !== "model")
  const given = frontValue(front, PARAMETERS)
  const entries = typeof given === "object" && given !== null ? Object.entries(given) : []
  return (
    <div className={styles.part}>
      <div className={styles.settings}>
        {entries.map(([name, value]) => {
          const types = known.find((parameter) => parameter.name === name)?.type ?? ["object"]
          const isFile = typeof value === "string" && value.startsWith("${")
          return (
            <CommitField
              key={name}
              label={name}
              code
              value={shownTyped(value)}
              error={
                typeof value === "string" && !isFile && types[0] !== "string"
                  ? typedValue(types, value).problem
                  : undefined
              }
              suffix={
                <IconButton
                  label={`Take out ${name}`}
                  icon={<Trash2 />}
                  size="small"
                  onClick={() => onChange([...PARAMETERS, name], undefined)}
                />
              }
              onCommit={(typed) => onChange([...PARAMETERS, name], typedValue(types, typed).value)}
            />
          )
        })}
        <Combobox
          label="More parameters"
          size="small"
          value=""
          placeholder="add"
          options={known
            .filter(({ name }) => !entries.some(([other]) => other === name))
            .map(({ name, type }) => ({ value: name, label: name, hint: type.join(" or ") }))}
          onChange={() => {}}
          onCommit={(name) => {
            const parameter = known.find((one) => one.name === name)
            const fallback = parameter?.default?.value?.value
            if (parameter)
              onChange(
                [...PARAMETERS, name],
                typeof fallback === "boolean" ? fallback : startOf(parameter.type),
              )
          }}
        />
      </div>
    </div>
  )
}

/** What a parameter begins with where it has no default. */
function startOf([type]: readonly string[]): unknown {
  return type === "int" || type === "double" ? 1 : type === "list" ? [] : type === "object" ? {} : ""
}
