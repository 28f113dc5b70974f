import { Combobox } from "../../ui/combobox.tsx"
import styles from "./run.module.css"

interface MappingFieldsProps {
  inputs: readonly { name: string; type: string; description?: string | undefined; default?: unknown }[]
  mapping: Readonly<Record<string, string>>
  columns: readonly string[]
  outputs: readonly string[]
  onChange: (name: string, value: string) => void
}

/** What each input of the evaluation takes: an output of the run, a column of the data, or a constant. */
export function MappingFields({ inputs, mapping, columns, outputs, onChange }: MappingFieldsProps) {
  if (inputs.length === 0) return <p className={styles.muted}>It takes no inputs.</p>
  const options = [
    ...outputs.map((name) => ({ value: `\${run.outputs.${name}}`, group: "Outputs of the run" })),
    ...columns.map((name) => ({ value: `\${data.${name}}`, group: "Columns of the data" })),
  ]
  return inputs.map(({ name, type, description, default: initial }) => (
    <Combobox
      key={name}
      label={name}
      aside={<span className={styles.muted}>{type}</span>}
      hint={description}
      free
      code
      value={mapping[name] ?? ""}
      options={options}
      placeholder={
        initial === undefined ? "An output, a column, or a constant" : `default: ${JSON.stringify(initial)}`
      }
      onChange={(value) => onChange(name, value)}
    />
  ))
}
