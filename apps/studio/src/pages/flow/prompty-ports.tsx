import { VALUE_TYPES } from "@internal/schema"
import { Plus, Trash2 } from "lucide-react"
import { useId } from "react"
import { useFlowSlice } from "../../flow/flow-context.ts"
import { isReference, typedValue } from "../../flow/form-state.ts"
import type { PromptyPort } from "../../flow/prompty-text.ts"
import { shownTyped } from "../../flow/typed-value.ts"
import { useProblemIn } from "../../flow/use-problems.ts"
import { Button } from "../../ui/button.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import { Select } from "../../ui/select.tsx"
import styles from "./authoring.module.css"
import { CommitField } from "./commit-field.tsx"
import { freeName } from "./free-name.ts"
import inputStyles from "./inputs.module.css"
import { cardOf, NameField, typeOverName } from "./name-field.tsx"
import { ProblemRow } from "./problem-row.tsx"

const TYPES = VALUE_TYPES.map((value) => ({ value, label: value }))

export interface PromptyPortsProps {
  section: "inputs" | "outputs"
  ports: readonly PromptyPort[]
  onChange(path: string[], value: unknown): void
  onRename(name: string, to: string): void
}

/** Inputs or outputs that a prompty declares. */
export function PromptyPorts({ section, ports, onChange, onRename }: PromptyPortsProps) {
  const one = section === "inputs" ? "input" : "output"
  return (
    <div className={styles.part}>
      {ports.length > 0 && (
        <table className={styles.table} aria-label={section === "inputs" ? "Declared inputs" : "Outputs"}>
          <thead>
            <tr>
              <th className={styles.named}>{section === "inputs" ? "Input" : "Output"}</th>
              <th className={styles.narrow}>Type</th>
              <th>{section === "inputs" ? "Default" : ""}</th>
              <th className={styles.tool}>
                <span className="visually-hidden">Delete</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {ports.map((port) => (
              <PortRow key={port.name} {...{ section, port, onChange, onRename }} />
            ))}
          </tbody>
        </table>
      )}
      <div className={styles.actions}>
        <Button
          size="small"
          variant="quiet"
          icon={<Plus />}
          onClick={({ currentTarget }) => {
            const name = freeName(ports, one)
            onChange([section, name], { type: "string" })
            typeOverName(cardOf(currentTarget), `Name of ${one} ${name}`)
          }}
        >
          Add {one}
        </Button>
      </div>
    </div>
  )
}

function PortRow({
  section,
  port: { name, type, default: fallback },
  onChange,
  onRename,
}: Omit<PromptyPortsProps, "ports"> & { port: PromptyPort }) {
  const one = section === "inputs" ? "input" : "output"
  const range = useFlowSlice(({ outline }) => outline[section].find((port) => port.name === name)?.range)
  const problem = useProblemIn(range)
  const problemId = useId()
  return (
    <>
      <tr className={inputStyles.top}>
        <td>
          <NameField
            label={`Name of ${one} ${name}`}
            name={name}
            onRename={async (to) => onRename(name, to)}
          />
        </td>
        <td>
          <Select
            label={`Type of ${name}`}
            hideLabel
            size="small"
            errorId={problem && problemId}
            value={type as (typeof VALUE_TYPES)[number]}
            options={TYPES}
            onChange={(to) => onChange([section, name, "type"], to)}
          />
        </td>
        <td>
          {section === "inputs" && (
            <CommitField
              label={`Default of ${name}`}
              hideLabel
              code
              value={shownTyped(fallback)}
              placeholder="none"
              error={
                typeof fallback === "string" && !isReference(fallback)
                  ? typedValue([type], fallback).problem
                  : undefined
              }
              onCommit={(typed) =>
                onChange(
                  [section, name, "default"],
                  typed === "" ? undefined : typedValue([type], typed).value,
                )
              }
            />
          )}
        </td>
        <td>
          <IconButton
            label={`Delete ${one} ${name}`}
            icon={<Trash2 />}
            size="small"
            onClick={() => onChange([section, name], undefined)}
          />
        </td>
      </tr>
      {problem && <ProblemRow id={problemId} problem={problem} columns={4} />}
    </>
  )
}
