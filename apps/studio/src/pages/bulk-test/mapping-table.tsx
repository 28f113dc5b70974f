import { Combobox } from "../../ui/combobox.tsx"
import styles from "./bulk-test.module.css"
import type { MappingProblem } from "./wizard-state.ts"

export interface MappingTableProps {
  inputs: readonly { name: string; type: string; description?: string; default?: unknown }[]
  mapping: Readonly<Record<string, string>>
  columns: readonly { name: string; type: string }[]
  /** Of the run that is evaluated. */
  outputs?: readonly string[]
  problems: readonly MappingProblem[]
  onChange(mapping: Record<string, string>): void
}

/** Each input of a flow with what it takes: a column, an output of the run, or a constant. */
export function MappingTable({
  inputs,
  mapping,
  columns,
  outputs = [],
  problems,
  onChange,
}: MappingTableProps) {
  if (inputs.length === 0) return <p className={styles.muted}>It takes no inputs.</p>
  const options = [
    ...outputs.map((name) => ({
      value: `\${run.outputs.${name}}`,
      label: `\${run.outputs.${name}}`,
      group: "Outputs of the run",
    })),
    ...columns.map(({ name, type }) => ({
      value: `\${data.${name}}`,
      label: `\${data.${name}}`,
      hint: type,
      group: "Columns of the data",
    })),
  ]
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th>Input</th>
          <th>Type</th>
          <th>Value</th>
        </tr>
      </thead>
      <tbody>
        {inputs.map(({ name, type, description, default: fallback }) => {
          const problem = problems.find(({ input }) => input === name)
          return (
            <tr key={name}>
              <td>
                <span className={styles.code}>{name}</span>
                {description && <span className={styles.muted}> {description}</span>}
              </td>
              <td className={styles.muted}>{type}</td>
              <td>
                <Combobox
                  label={`Value of ${name}`}
                  hideLabel
                  size="small"
                  free
                  code
                  value={mapping[name] ?? ""}
                  options={options}
                  placeholder={
                    fallback === undefined ? "choose a column" : `default: ${JSON.stringify(fallback)}`
                  }
                  error={problem?.severity === "error" ? problem.problem : undefined}
                  hint={problem?.severity === "warning" ? problem.problem : undefined}
                  onChange={(value) => onChange({ ...mapping, [name]: value })}
                />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
