import type { StudioLine, StudioRun } from "@internal/schema/studio"
import type { DataRow } from "../flow/save-rows.ts"
import { folderOf } from "../flow/save-rows.ts"
import { SaveRowsDialog } from "../flow/save-rows-dialog.tsx"
import { asRecord } from "./run-facts.ts"

interface AddToDatasetProps {
  run: StudioRun
  lines: readonly Pick<StudioLine, "inputs" | "outputs">[]
  onClose(): void
}

/** Keeps lines of a run as rows of a data file of its flow, to test with them again. */
export function AddToDataset({ run, lines, onClose }: AddToDatasetProps) {
  return (
    <SaveRowsDialog
      title="Add to a dataset"
      description="what went into each line."
      folder={run.flow === null ? "." : folderOf(run.flow)}
      name="cases.jsonl"
      rows={lines.map(({ inputs }) => inputRow(inputs))}
      more={{ label: "With what the flow answered", rows: lines.map(wholeRow) }}
      onClose={onClose}
    />
  )
}

function inputRow(inputs: unknown): DataRow {
  const { line_number: _, ...values } = asRecord(inputs)
  return values
}

/** An output that is called as an input comes as `output_NAME`. */
function wholeRow({ inputs, outputs }: Pick<StudioLine, "inputs" | "outputs">): DataRow {
  const row: Record<string, unknown> = { ...inputRow(inputs) }
  for (const [name, value] of Object.entries(asRecord(outputs)))
    if (name !== "line_number") row[name in row ? `output_${name}` : name] = value
  return row
}
