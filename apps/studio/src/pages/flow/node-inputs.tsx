import {
  type DefinitionOutline,
  type NodeOutline,
  referenceCompletions,
  templateVariables,
} from "@internal/flow"
import { toPlain } from "@internal/value"
import { Plus, RefreshCw, Trash2 } from "lucide-react"
import { useMemo, useState } from "react"
import { useFile, useFlow, useOutline } from "../../flow/flow-context.ts"
import { shownTyped } from "../../flow/typed-value.ts"
import { Button } from "../../ui/button.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import { toast } from "../../ui/toasts.ts"
import styles from "./authoring.module.css"
import { freeName } from "./inputs-card.tsx"
import { isModelSetting } from "./llm-settings.tsx"
import { NameField } from "./name-field.tsx"
import { ReferenceField } from "./reference-field.tsx"
import { sourceInputs } from "./source-inputs.ts"

export interface NodeInputsProps {
  node: NodeOutline
  definition: DefinitionOutline
  variant: string | undefined
  kind: string
}

/** Inputs of a node: name and value, a reference or a literal. */
export function NodeInputs({ node, definition, variant, kind }: NodeInputsProps) {
  const flow = useFlow()
  const outline = useOutline()
  const path = definition.source?.path
  const file = useFile(path === undefined ? undefined : flow.pathOf(path))
  const [isChecked, setChecked] = useState(false)
  const completions = useMemo(() => referenceCompletions(outline, node.index), [outline, node.index])
  const isLlm = kind === "llm" || kind === "custom_llm"
  const rows = definition.inputs.filter(({ name }) => !(isLlm && isModelSetting(name)))
  const wanted = useMemo(
    () => (file ? sourceInputs(kind, file.text, (text) => templateVariables(file.path, text)) : undefined),
    [kind, file],
  )
  const unknown = (name: string) =>
    isChecked && wanted && !wanted.includes(name) ? `${path} has no input ${name}` : undefined
  const write = (name: string, value: unknown) =>
    flow.set(node, ["inputs", name], value, `${name} of ${node.name}`, variant)
  /** *Validate and parse input*: rows for what the code or template takes, and marks on those that it does not. */
  const parse = async () => {
    setChecked(true)
    if (!wanted) return
    const missing = wanted.filter((name) => !definition.inputs.some((input) => input.name === name))
    for (const name of missing)
      await write(name, outline.inputs.some((input) => input.name === name) ? `\${inputs.${name}}` : "")
    const unused = rows.filter(({ name }) => !wanted.includes(name)).map(({ name }) => name)
    const found = [
      missing.length > 0 && `added ${missing.join(", ")}`,
      unused.length > 0 && `not in the file: ${unused.join(", ")}`,
    ].filter((one) => one)
    toast({
      kind: unused.length > 0 ? "info" : "done",
      title: found.length > 0 ? found.join("; ") : `Inputs are those of ${path}`,
    })
  }
  return (
    <div className={styles.part}>
      {rows.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th className={styles.named}>Input</th>
              <th>Value</th>
              <th className={styles.tool}>
                <span className="visually-hidden">Delete</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, value, nameRange }) => (
              <tr key={nameRange.from}>
                <td>
                  <NameField
                    label={`Name of input ${name}`}
                    name={name}
                    onRename={(to) =>
                      flow.edit(
                        {
                          kind: "node-input-rename",
                          node: node.index,
                          name,
                          to,
                          ...(variant !== undefined && { variant }),
                        },
                        `rename ${name}`,
                      )
                    }
                  />
                </td>
                <td>
                  <ReferenceField
                    label={`Value of ${name}`}
                    value={shownTyped(toPlain(value))}
                    completions={completions}
                    error={unknown(name)}
                    onChange={(typed) => write(name, literal(typed, toPlain(value)))}
                  />
                </td>
                <td>
                  <IconButton
                    label={`Delete input ${name}`}
                    icon={<Trash2 />}
                    size="small"
                    onClick={() => void write(name, undefined)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className={styles.settings} style={{ marginTop: rows.length > 0 ? 8 : 0 }}>
        <span style={{ flex: "none", display: "flex", gap: 8 }}>
          {wanted && (
            <Button size="small" icon={<RefreshCw />} onClick={() => void parse()}>
              Validate and parse input
            </Button>
          )}
          <Button
            size="small"
            variant="quiet"
            icon={<Plus />}
            onClick={() => void write(freeName(definition.inputs, "input"), "")}
          >
            Add input
          </Button>
        </span>
      </div>
    </div>
  )
}

/** What is typed in a cell keeps the type that the value had, where it can. */
function literal(typed: string, before: unknown): unknown {
  if (typeof before === "string" || before === null || before === undefined || /^\$\{.*\}$/.test(typed))
    return typed
  try {
    return JSON.parse(typed)
  } catch {
    return typed
  }
}
