import { readFile } from "node:fs/promises"
import { join } from "node:path"
import type { Ran, RunOptions, Workspace } from "../support/workspace.ts"

/** What a run of the flow `flow` left behind. */
export type BulkRun = {
  ran: Ran
  status: string
  /** Message of the run's error, if any. */
  error: string
  /** Output of each completed line. */
  outputs: Map<number, Record<string, unknown>>
  /** Message of each failed line. */
  failures: Map<number, string>
}

/** Runs the flow in bulk under `pf`, whose run folder is specified, and reads what is there afterwards. */
export async function bulkRun(
  workspace: Workspace,
  data: string,
  options: RunOptions = {},
): Promise<BulkRun> {
  const args = [
    "run",
    "create",
    "--flow",
    "flow",
    "--data",
    data,
    "--name",
    "bad",
    "--column-mapping",
    "x=${data.x}",
  ]
  const ran = await workspace.pf(args, options)
  const shown = await workspace.pf(["run", "show", "--name", "bad"], options)
  const run = shown.code === 0 ? JSON.parse(shown.stdout) : {}
  const folder: string = run.properties?.output_path ?? ""
  const outputs = new Map<number, Record<string, unknown>>()
  for (const line of (await textOf(join(folder, "flow_outputs/output.jsonl"))).split("\n").filter(Boolean)) {
    const { line_number, ...output } = JSON.parse(line)
    outputs.set(line_number, output)
  }
  const failures = new Map<number, string>()
  for (const found of run.error?.additionalInfo?.[0]?.info?.errors ?? [])
    failures.set(found.line_number, found.error.message)
  return { ran, status: run.status ?? "", error: run.error?.message ?? "", outputs, failures }
}

function textOf(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "")
}
