import {
  type DefinitionOutline,
  type NodeOutline,
  referenceCompletions,
  templateVariables,
} from "@internal/flow"
import { Plus, RefreshCw } from "lucide-react"
import { useMemo, useState } from "react"
import { useFlow, useOutline, useSettledFile } from "../../flow/flow-context.ts"
import { shownInputs } from "../../flow/form-state.ts"
import { formValues } from "../../flow/form-values.ts"
import { useToolForm, useTools } from "../../flow/use-tools.ts"
import { Button } from "../../ui/button.tsx"
import { toast } from "../../ui/toasts.ts"
import styles from "./authoring.module.css"
import { useConnectionType } from "./connection-select.tsx"
import { freeName } from "./free-name.ts"
import { isModelSetting } from "./llm-settings.tsx"
import { typeOverName } from "./name-field.tsx"
import { NodeInputRow } from "./node-input-row.tsx"
import { sourceInputs } from "./source-inputs.ts"
import { ToolAbout } from "./tool-about.tsx"

export interface NodeInputsProps {
  node: NodeOutline
  definition: DefinitionOutline
  variant: string | undefined
  kind: string
}

/** Inputs of a node: those that its tool takes, whether the file has them or not, then those that the file has besides. */
export function NodeInputs({ node, definition, variant, kind }: NodeInputsProps) {
  const flow = useFlow()
  const outline = useOutline()
  const path = definition.source?.path
  const file = useSettledFile(path === undefined ? undefined : flow.pathOf(path))
  const form = useToolForm(definition, kind)
  const { isTrusted } = useTools()
  const connectionType = useConnectionType()
  const [isAllShown, showAll] = useState(false)
  const completions = useMemo(() => referenceCompletions(outline, node.index), [outline, node.index])
  const values = formValues(definition, connectionType)
  const isModel = kind === "llm"
  const given = definition.inputs.filter(({ name }) => !(isModel && isModelSetting(name)))
  const shown = form ? shownInputs(form, values) : []
  const listed = shown.filter(
    ({ isAdvanced, name }) => isAllShown || !isAdvanced || values.of(name) !== undefined,
  )
  const others = given.filter(({ name }) => !form?.inputs.some((input) => input.name === name))
  const wanted = useMemo(
    () =>
      wantedInputs(
        kind,
        file,
        form?.inputs.map(({ name }) => name),
      ),
    [kind, file, form],
  )
  const write = (name: string, value: unknown) =>
    flow.set(node, ["inputs", name], value, `${name} of ${node.name}`, variant)
  const add = async (card: HTMLElement | null) => {
    const name = freeName(definition.inputs, "input")
    await write(name, "")
    typeOverName(card, `Name of input ${name}`)
  }
  /** *Validate and parse input*: rows for what the code or template takes; what it does not take is said. */
  const parse = async () => {
    if (!wanted) return
    const missing = wanted.filter((name) => !given.some((input) => input.name === name))
    const isOptional = (name: string) =>
      form?.inputs.some((input) => input.name === name && !input.isRequired) ?? false
    const added = missing.filter((name) => !isOptional(name))
    for (const name of added)
      await write(name, outline.inputs.some((input) => input.name === name) ? `\${inputs.${name}}` : "")
    const unused = given.map(({ name }) => name).filter((name) => !wanted.includes(name) && !form?.takesMore)
    const found = [
      added.length > 0 && `Added ${added.join(", ")}`,
      unused.length > 0 && `${path} does not take ${unused.join(", ")}`,
    ].filter((one) => one)
    toast({
      kind: unused.length > 0 ? "info" : "done",
      title: found.length > 0 ? found.join("; ") : `Inputs are those of ${path ?? "the tool"}`,
      // their values may be wanted elsewhere: nobody loses them by a look at the code
      ...(unused.length > 0 && {
        action: {
          label: unused.length === 1 ? "Take it out" : "Take them out",
          onSelect: async () => {
            for (const name of unused) await write(name, undefined)
          },
        },
      }),
    })
  }
  const row = { node, definition, variant, form, values, completions, isTrusted }
  return (
    <>
      {form && <ToolAbout node={node} definition={definition} form={form} variant={variant} />}
      <div className={styles.part}>
        {listed.length + others.length > 0 && (
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
              {listed.map((input) => (
                <NodeInputRow key={input.name} {...row} name={input.name} input={input} />
              ))}
              {others.map(({ name }, at) => (
                <NodeInputRow
                  // biome-ignore lint/suspicious/noArrayIndexKey: an input is its place in the file; its name is edited
                  key={at}
                  {...row}
                  name={name}
                  input={undefined}
                  unknown={
                    wanted && !wanted.includes(name) && !form?.takesMore
                      ? `${path} does not take ${name}`
                      : undefined
                  }
                />
              ))}
            </tbody>
          </table>
        )}
        <div className={styles.actions}>
          {wanted && path !== undefined && (
            <Button size="small" icon={<RefreshCw />} onClick={() => void parse()}>
              Validate and parse input
            </Button>
          )}
          {(!form || form.takesMore) && (
            <Button
              size="small"
              variant="quiet"
              icon={<Plus />}
              onClick={({ currentTarget }) => void add(currentTarget.closest("section"))}
            >
              Add input
            </Button>
          )}
          {shown.some(({ isAdvanced, name }) => isAdvanced && values.of(name) === undefined) && (
            <Button
              size="small"
              variant="quiet"
              aria-expanded={isAllShown}
              onClick={() => showAll(!isAllShown)}
            >
              {isAllShown ? "Fewer inputs" : "More inputs"}
            </Button>
          )}
        </div>
      </div>
    </>
  )
}

/** What the file that is being typed takes; of what its text does not show, what the tool's form has. */
function wantedInputs(
  kind: string,
  file: { path: string; text: string } | undefined,
  known: string[] | undefined,
): string[] | undefined {
  if (kind === "custom_llm") {
    const variables = file && sourceInputs("prompt", file.text, (text) => templateVariables(file.path, text))
    return variables && known && [...new Set([...variables, ...known])]
  }
  const found = file && sourceInputs(kind, file.text, (text) => templateVariables(file.path, text))
  return found ?? known
}
