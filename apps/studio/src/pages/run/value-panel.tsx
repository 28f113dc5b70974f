import type { StudioRun } from "@internal/schema/studio"
import { useState } from "react"
import { Link } from "wouter"
import type { JoinedLine } from "../../run/use-run-lines.ts"
import { Button } from "../../ui/button.tsx"
import { Drawer } from "../../ui/dialog.tsx"
import { DiffText } from "../../ui/diff-text.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { FormRow } from "../../ui/field.tsx"
import { JsonTree } from "../../ui/json-tree.tsx"
import { Select } from "../../ui/select.tsx"
import { StateLabel } from "../../ui/state-dot.tsx"
import { Tabs } from "../../ui/tabs.tsx"
import { ValueView } from "../../ui/value-view.tsx"
import { type LinePart, partGroup, partId, partValue } from "./line-columns.tsx"
import styles from "./run.module.css"

interface ValuePanelProps {
  run: StudioRun
  line: JoinedLine
  parts: readonly LinePart[]
  column: string
  onColumn: (column: string) => void
  onClose: () => void
}

const TABS = [
  { value: "text", label: "Text" },
  { value: "json", label: "JSON" },
  { value: "diff", label: "Difference" },
] as const
type Shown = (typeof TABS)[number]["value"]

const asText = (value: unknown): string =>
  typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "")

/** One value of a line, whole: as text, as JSON, or against another value of the same line. */
export function ValuePanel({ run, line, parts, column, onColumn, onClose }: ValuePanelProps) {
  const [shown, show] = useState<Shown>("text")
  const [against, setAgainst] = useState("")
  const options = parts.map((part) => ({
    value: partId(part),
    label: part.name,
    group: partGroup(part),
  }))
  const partOf = (id: string) => {
    const part = parts.find((one) => partId(one) === id)
    return part ? partValue(line, part) : undefined
  }
  const value = partOf(column)
  const isError = column === "error"
  return (
    <Drawer
      open
      size="medium"
      onOpenChange={(open) => open || onClose()}
      title={`Line ${line.line}: ${options.find((one) => one.value === column)?.label ?? "error"}`}
      note={<StateLabel state={line.status} />}
      footer={
        <Button variant="primary" asChild>
          <Link href={`/runs/${encodeURIComponent(run.name)}/lines/${line.line}`}>Open the line</Link>
        </Button>
      }
    >
      {isError && line.error ? (
        <ErrorView error={{ message: line.error.message, ...(line.error.millrace as object) }} />
      ) : (
        <>
          <FormRow>
            <Select label="Value" value={column} onChange={onColumn} options={options} />
            {shown === "diff" ? (
              <Select
                label="Against"
                value={against}
                onChange={setAgainst}
                options={options.filter((one) => one.value !== column)}
                placeholder="Another value of the line"
              />
            ) : (
              <span />
            )}
          </FormRow>
          <Tabs label="How it is shown" size="small" value={shown} onChange={show} tabs={TABS}>
            <div className={styles.value}>
              {shown === "text" && (
                <ValueView
                  value={typeof value === "object" ? asText(value) : value}
                  code={typeof value === "object"}
                />
              )}
              {shown === "json" && <JsonTree value={value ?? null} label="Value" />}
              {shown === "diff" &&
                (against === "" ? (
                  <p className={styles.muted}>Choose the value that it is held against.</p>
                ) : (
                  <DiffText before={asText(partOf(against))} after={asText(value)} />
                ))}
            </div>
          </Tabs>
        </>
      )}
    </Drawer>
  )
}
