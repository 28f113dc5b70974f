import type { DefinitionOutline, NodeOutline, ReferenceCompletion } from "@internal/flow"
import { Trash2 } from "lucide-react"
import { useFlow, useOutline } from "../../flow/flow-context.ts"
import { choicesOf, type FormValues, isReference, typedValue } from "../../flow/form-state.ts"
import { resolvedValues } from "../../flow/form-values.ts"
import type { Stretch } from "../../flow/placed-problems.ts"
import { referenceProblem } from "../../flow/reference-type.ts"
import type { ToolForm, ToolInput } from "../../flow/tool-form.ts"
import { shownTyped } from "../../flow/typed-value.ts"
import { useProblemIn } from "../../flow/use-problems.ts"
import { IconButton } from "../../ui/icon-button.tsx"
import { toast } from "../../ui/toasts.ts"
import { Tooltip } from "../../ui/tooltip.tsx"
import styles from "./form.module.css"
import { GeneratedCell } from "./generated-cell.tsx"
import { ListCell } from "./list-cell.tsx"
import { NameField } from "./name-field.tsx"
import { useLastRunVersion } from "./use-last-run.ts"
import { ValueCell } from "./value-cell.tsx"

export interface NodeInputRowProps {
  node: NodeOutline
  definition: DefinitionOutline
  variant: string | undefined
  name: string
  /** What the tool says of it; undefined for one that only the file has. */
  input: ToolInput | undefined
  form: ToolForm | undefined
  values: FormValues
  completions: readonly ReferenceCompletion[]
  isTrusted: boolean
  /** It is none of the tool's. */
  unknown?: string | undefined
}

/** An input of a node: its name and type, its value, and what does not fit. */
export function NodeInputRow(props: NodeInputRowProps) {
  const { node, variant, name, input, form, values, completions, isTrusted, unknown } = props
  const flow = useFlow()
  const outline = useOutline()
  const value = values.of(name)
  const fails = (thrown: Error & { hint?: string }) =>
    toast({ kind: "error", title: thrown.message, ...(thrown.hint && { text: thrown.hint }) })
  const write = (to: unknown) => {
    if (to === value || JSON.stringify(to) === JSON.stringify(value)) return
    flow.set(node, ["inputs", name], to, `${name} of ${node.name}`, variant).catch(fails)
  }
  const problem = useProblemIn(rangeOf(outline, node, { variant, name }))
  const error =
    unknown ??
    (input && valueProblem(value, input, outline)) ??
    danglingProblem(value, completions, outline, node) ??
    problem
  const cell = {
    ...{ label: `Value of ${name}`, value, completions, error, onChange: write },
    choices: input && form ? choicesOf(input, form, values) : [],
  }
  return (
    <tr>
      <td>
        {input ? (
          <InputName input={input} />
        ) : (
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
        )}
      </td>
      <td>
        {input &&
        form &&
        (input.generated || input.list || (input.isMultiSelect && cell.choices.length > 0)) ? (
          <AskingCell {...cell} input={input} form={form} values={values} isTrusted={isTrusted} />
        ) : (
          <ValueCell {...cell} input={input} />
        )}
      </td>
      <td>
        {value !== undefined && (
          <IconButton
            label={input ? `Take out ${name}` : `Delete input ${name}`}
            icon={<Trash2 />}
            size="small"
            onClick={() => write(undefined)}
          />
        )}
      </td>
    </tr>
  )
}

/** Where the input stands in the text as it is now: offsets of a card's node may be those of an older one. */
function rangeOf(
  { nodes }: ReturnType<typeof useOutline>,
  { index }: NodeOutline,
  { variant, name }: Pick<NodeInputRowProps, "variant" | "name">,
): Stretch | undefined {
  const node = nodes[index]
  const definition = variant === undefined ? node : node?.variants.find(({ id }) => id === variant)
  return definition?.inputs.find((input) => input.name === name)?.range
}

/** Functions of the tool are asked with what the node would get. */
function AskingCell(props: Parameters<typeof ListCell>[0]) {
  const flow = useFlow()
  const outline = useOutline()
  useLastRunVersion("")
  const values = resolvedValues(props.values, flow, outline)
  const { generated } = props.input
  return generated ? (
    <GeneratedCell {...props} values={values} generated={generated} />
  ) : (
    <ListCell {...props} values={values} />
  )
}

function InputName({ input }: { input: ToolInput }) {
  const { name, types, isRequired, description } = input
  const shown = (
    <span className={styles.name}>
      <span>
        {name}
        {isRequired && (
          <span className={styles.required}>
            <span aria-hidden="true"> *</span>
            <span className="visually-hidden"> (required)</span>
          </span>
        )}
      </span>
      <span className={styles.type}>{types.map((type) => type.replace(/Connection$/, "")).join(" | ")}</span>
    </span>
  )
  return description ? <Tooltip text={description}>{shown}</Tooltip> : shown
}

/** Why a value does not fit what the tool takes; undefined where it does, or nobody can say. */
function valueProblem(
  value: unknown,
  { types, choices, isOpen }: ToolInput,
  outline: ReturnType<typeof useOutline>,
): string | undefined {
  if (value === undefined || value === null || value === "") return undefined
  if (isReference(value)) return referenceProblem(String(value), types, outline)
  if (choices.length > 0 && !isOpen && !choices.some((choice) => shownTyped(choice) === shownTyped(value)))
    return Array.isArray(value) ? undefined : `One of ${choices.map(shownTyped).join(", ")}`
  return typeof value === "string" ? typedValue(types, value).problem : undefined
}

/** A reference to nothing, or to what comes later, is said where it stands too. */
function danglingProblem(
  value: unknown,
  completions: readonly ReferenceCompletion[],
  outline: ReturnType<typeof useOutline>,
  node: NodeOutline,
): string | undefined {
  if (!isReference(value)) return undefined
  const own = node.references.find(({ text }) => text === value)?.reference
  if (!own) return undefined
  const [kind, name] = own.kind === "flow-input" ? ["input", own.name] : ["node", own.node]
  if (completions.some((one) => one.kind === kind && one.name === name)) return undefined
  const isThere =
    kind === "input"
      ? outline.inputs.some((input) => input.name === name)
      : outline.nodes.some((other) => other.name === name)
  if (!isThere) return `There is no ${kind} ${name}`
  return name === node.name ? "A node cannot refer to itself" : `${name} comes after ${node.name}`
}
