import type { StudioLine } from "@internal/schema/studio"
import { useState } from "react"
import { Link } from "wouter"
import { shownError } from "../api/shown-error.ts"
import { Button } from "../ui/button.tsx"
import { Drawer } from "../ui/dialog.tsx"
import { DiffText } from "../ui/diff-text.tsx"
import { ErrorView } from "../ui/error-view.tsx"
import { FormRow } from "../ui/field.tsx"
import { JsonTree } from "../ui/json-tree.tsx"
import { Select } from "../ui/select.tsx"
import { StateLabel } from "../ui/state-dot.tsx"
import { Tabs } from "../ui/tabs.tsx"
import { imageOf } from "../ui/value-kind.ts"
import { ValueView } from "../ui/value-view.tsx"
import styles from "./value-panel.module.css"

/** A value of a line that can be looked at: an input, an output of a run, what an evaluation says. */
export interface LineValue {
  id: string
  label: string
  group: string
  value: unknown
}

interface ValuePanelProps {
  /** Whose line it is. */
  run: string
  line: StudioLine
  values: readonly LineValue[]
  /** By its id; `error`: what went wrong with the line. */
  shown: string
  onShow: (id: string) => void
  /** The value that it is held against at first; the panel begins with the difference then. */
  against?: string
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
export function ValuePanel({
  run,
  line,
  values,
  shown,
  onShow,
  against: first = "",
  onClose,
}: ValuePanelProps) {
  const [look, setLook] = useState<Shown>(first === "" ? "text" : "diff")
  const [against, setAgainst] = useState(first)
  const options = values.map(({ id, label, group }) => ({ value: id, label, group }))
  const valueNamed = (id: string) => values.find((one) => one.id === id)?.value
  const value = valueNamed(shown)
  return (
    <Drawer
      open
      size="medium"
      onOpenChange={(open) => open || onClose()}
      title={`Line ${line.line}: ${options.find((one) => one.value === shown)?.label ?? "error"}`}
      note={<StateLabel state={line.status} />}
      footer={
        <Button variant="primary" asChild>
          <Link href={`/runs/${encodeURIComponent(run)}/lines/${line.line}`}>Open the line</Link>
        </Button>
      }
    >
      {shown === "error" && line.error ? (
        <ErrorView error={shownError(line.error)} />
      ) : (
        <>
          <div className={styles.form}>
            <FormRow>
              <Select label="Value" value={shown} onChange={onShow} options={options} />
              {look === "diff" ? (
                <Select
                  label="Against"
                  value={against}
                  onChange={setAgainst}
                  options={options.filter((one) => one.value !== shown)}
                  placeholder="Another value of the line"
                />
              ) : (
                <span />
              )}
            </FormRow>
          </div>
          <Tabs label="How it is shown" size="small" value={look} onChange={setLook} tabs={TABS}>
            <div className={styles.value}>
              {look === "text" && (
                <ValueView
                  value={typeof value === "object" && !imageOf(value) ? asText(value) : value}
                  code={typeof value === "object"}
                />
              )}
              {look === "json" && <JsonTree value={value ?? null} label="Value" />}
              {look === "diff" &&
                (against === "" ? (
                  <p className={styles.muted}>Choose the value that it is held against.</p>
                ) : (
                  <DiffText before={asText(valueNamed(against))} after={asText(value)} />
                ))}
            </div>
          </Tabs>
        </>
      )}
    </Drawer>
  )
}
