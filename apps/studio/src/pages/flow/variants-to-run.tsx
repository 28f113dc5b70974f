import type { NodeOutline } from "@internal/flow"
import type { OpenFlow } from "../../flow/open-flow.ts"
import type { RunTarget } from "../../flow/run-needs.ts"
import { Checkbox } from "../../ui/checkbox.tsx"
import { Select } from "../../ui/select.tsx"
import styles from "./run-panel.module.css"

/** Variants of one node that run one after another. */
export interface VariantChoice {
  node: string
  ids: readonly string[]
}

/** At first: of a node its chosen variant, of a flow the defaults alone. */
export function firstChoice(flow: OpenFlow, target: RunTarget): VariantChoice | undefined {
  if (target.kind === "flow") return undefined
  const node = flow.tests.variantNodes(target).find(({ name }) => name === target.node)
  const id = node && chosenOf(flow, node)
  return id === undefined ? undefined : { node: node?.name ?? "", ids: [id] }
}

function chosenOf(flow: OpenFlow, { name, variants }: NodeOutline): string | undefined {
  return flow.variants[name] ?? variants.find(({ isDefault }) => isDefault)?.id
}

export interface VariantsToRunProps {
  nodes: readonly NodeOutline[]
  target: RunTarget
  value: VariantChoice | undefined
  onChange(value: VariantChoice | undefined): void
}

/** Which variants of which node run: of one node at a time; the others run with their defaults. */
export function VariantsToRun({ nodes, target, value, onChange }: VariantsToRunProps) {
  const node = nodes.find(({ name }) => name === value?.node)
  const isAlone = target.kind === "node"
  const toggle = (id: string, isOn: boolean) => {
    const ids = (node?.variants ?? []).flatMap((one) =>
      (one.id === id ? isOn : value?.ids.includes(one.id)) ? [one.id] : [],
    )
    onChange({ node: node?.name ?? "", ids })
  }
  return (
    <fieldset className={styles.variants}>
      <legend className={styles.legend}>
        {isAlone ? "Variants to run" : "Variants to run, of one node at a time"}
      </legend>
      {!isAlone && (
        <Select
          label="Node whose variants run"
          hideLabel
          size="small"
          value={value?.node ?? ""}
          options={[
            { value: "", label: "The default of each node" },
            ...nodes.map(({ name }) => ({ value: name, label: `Variants of ${name}` })),
          ]}
          onChange={(name) => {
            const chosen = nodes.find((one) => one.name === name)
            onChange(chosen && { node: name, ids: chosen.variants.map(({ id }) => id) })
          }}
        />
      )}
      {node?.variants.map(({ id, isDefault }) => (
        <Checkbox
          key={id}
          label={isDefault ? `${id} (default)` : id}
          checked={value?.ids.includes(id) ?? false}
          onChange={(isOn) => toggle(id, isOn)}
        />
      ))}
    </fieldset>
  )
}
