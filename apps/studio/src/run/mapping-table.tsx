import { Combobox } from "../ui/combobox.tsx"
import type { MappedInput, MappingProblem, MappingSources } from "./mapping.ts"
import styles from "./mapping-table.module.css"

export interface MappingTableProps {
  inputs: readonly MappedInput[]
  mapping: Readonly<Record<string, string>>
  sources: MappingSources
  problems: readonly MappingProblem[]
  onChange(mapping: Record<string, string>): void
}

/** Each input of a flow with what it takes: a column, an output of the run, or a constant. */
export function MappingTable({ inputs, mapping, sources, problems, onChange }: MappingTableProps) {
  if (inputs.length === 0) return <p className={styles.muted}>It takes no inputs.</p>
  const { columns, outputs = [], runInputs = [] } = sources
  const options = [
    ...outputs.map((name) => ({ value: `\${run.outputs.${name}}`, group: "Outputs of the run" })),
    ...columns.map(({ name, type }) => ({
      value: `\${data.${name}}`,
      hint: type,
      group: "Columns of the data",
    })),
    ...runInputs.map((name) => ({ value: `\${run.inputs.${name}}`, group: "Inputs of the run" })),
  ]
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Input</th>
          <th scope="col">Type</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {inputs.map(({ name, type, description, default: fallback }) => {
          const problem = problems.find(({ input }) => input === name)
          return (
            <tr key={name}>
              <td>
                <span className={styles.code}>{name}</span>
                {description ? <div className={styles.muted}>{description}</div> : null}
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
                    fallback === undefined
                      ? outputs.length > 0
                        ? "An output, a column, or a constant"
                        : "A column, or a constant"
                      : `default: ${JSON.stringify(fallback)}`
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
