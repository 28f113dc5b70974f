import type { ReactNode } from "react"
import { useFlowSlice } from "../../flow/flow-context.ts"
import { classNames } from "../../ui/class-names.ts"
import { RadioGroup } from "../../ui/radio-group.tsx"
import { useRemembered } from "../../ui/remembered.ts"
import styles from "./authoring.module.css"
import { CasesBar } from "./cases-bar.tsx"
import { InputsJson } from "./inputs-json.tsx"

export type InputsLook = "form" | "json"

interface InputsFrameProps {
  /** Beside the choice of form or JSON. */
  tools?: (look: InputsLook, show: (look: InputsLook) => void) => ReactNode
  /** Columns after name, type and value. */
  columns?: ReactNode
  /** A row an input. */
  rows: ReactNode
  /** Between the values and the test cases. */
  children?: (look: InputsLook) => ReactNode
}

/** What the next run is given: a row an input, or all of them as JSON; below them the test cases. Of every kind of flow. */
export function InputsFrame({ tools, columns, rows, children }: InputsFrameProps) {
  const ports = useFlowSlice((open) => open.ports)
  const [look, setLook] = useRemembered<InputsLook>("inputs.look", "form", (kept) =>
    kept === "form" || kept === "json" ? kept : null,
  )
  const canType = !ports.sample?.only
  const hasInputs = ports.inputs.length > 0
  return (
    <section className={styles.card} tabIndex={-1} data-card="inputs" aria-label="Inputs">
      <header className={classNames(styles.head, styles.wraps)}>
        <h2 className={styles.headName}>Inputs</h2>
        <span className={styles.space} />
        {tools?.(look, setLook)}
        {canType && (hasInputs || ports.init.length > 0) && (
          <RadioGroup
            label="How inputs are typed"
            hideLabel
            look="segments"
            value={look}
            onChange={setLook}
            options={[
              { value: "form", label: "Form" },
              { value: "json", label: "JSON" },
            ]}
          />
        )}
      </header>
      {hasInputs && look === "json" && canType && <InputsJson />}
      {hasInputs && (look === "form" || !canType) && (
        <ValuesTable columns={columns} value={canType ? "Value to run with" : "Value"}>
          {rows}
        </ValuesTable>
      )}
      {children?.(look)}
      {hasInputs && canType && <CasesBar />}
    </section>
  )
}

interface ValuesTableProps {
  /** Says what the table is, where its card does not. */
  label?: string
  value?: string
  columns?: ReactNode
  children: ReactNode
}

/** Name, type, value. */
export function ValuesTable({ label, value = "Value to run with", columns, children }: ValuesTableProps) {
  return (
    <div className={classNames(styles.part, styles.sized)}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            <th className={styles.named}>Name</th>
            <th className={styles.narrow}>Type</th>
            <th>{value}</th>
            {columns}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
