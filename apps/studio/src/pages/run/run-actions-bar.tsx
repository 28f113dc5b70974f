import type { StudioRun } from "@internal/schema/studio"
import {
  Archive,
  ArchiveRestore,
  Ban,
  Copy,
  Download,
  Ellipsis,
  FlaskConical,
  GitCompareArrows,
  Pause,
  Play,
  RotateCw,
  Trash2,
} from "lucide-react"
import { useState } from "react"
import { useLocation } from "wouter"
import { call, callFile } from "../../api/call.ts"
import { begun } from "../../run/begun.ts"
import { archiveRuns, cancelRuns, deleteRuns, pauseRuns, restoreRuns } from "../../run/run-actions.ts"
import { withTrust } from "../../run/with-trust.ts"
import { Button } from "../../ui/button.tsx"
import type { ShownError } from "../../ui/error-view.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import { Menu } from "../../ui/menu.tsx"
import { saveFile } from "../../ui/save-file.ts"
import { toast } from "../../ui/toasts.ts"
import { CloneDialog } from "./clone-dialog.tsx"

interface RunActionsProps {
  run: StudioRun
  evaluations: readonly StudioRun[]
  onEvaluate: () => void
}

const FORMATS = [
  { format: "csv", label: "CSV", hint: "For spreadsheets; formulas are made harmless" },
  { format: "jsonl", label: "JSON lines", hint: "Every value as it is" },
  { format: "parquet", label: "Parquet", hint: "Typed columns" },
  { format: "html", label: "HTML report", hint: "One page to send around" },
] as const

export function RunActions({ run, evaluations, onEvaluate }: RunActionsProps) {
  const [, go] = useLocation()
  const [cloning, setCloning] = useState(false)
  const [exporting, setExporting] = useState<string | null>(null)
  const isRunning = run.state === "running"
  const { name, counts } = run
  const isStopped = run.state === "cancelled" || run.state === "interrupted" || run.state === "crashed"
  const hasFailed = counts.failed + counts.crashed > 0
  const failure = (title: string) => (thrown: ShownError) =>
    toast({ kind: "error", title, text: [thrown.message, thrown.hint].filter(Boolean).join(" ") })

  const save = async (format: (typeof FORMATS)[number]["format"]) => {
    setExporting("Exporting…")
    await callFile("runs.export", { query: { name, format } })
      .then((file) => saveFile(file, `${name}.${format}`))
      .catch(failure("The run could not be exported."))
    setExporting(null)
  }
  const resume = (failed?: "all") =>
    withTrust(run.flow, () =>
      call("runs.resume", { query: { name }, body: { ...(failed && { failed }), acceptChanges: false } }),
    )
      .then(async (started) => {
        if (!started) return
        await begun(started.work)
        toast({ kind: "done", title: failed ? "Failed lines run again" : "The run goes on" })
      })
      .catch(failure("The run could not go on."))
  const sibling = evaluations.length > 0
  return (
    <>
      {isRunning ? (
        <>
          <Button icon={<Pause />} onClick={() => void pauseRuns([run])}>
            Pause
          </Button>
          <Button icon={<Ban />} onClick={() => void cancelRuns([run])}>
            Cancel
          </Button>
        </>
      ) : null}
      {isStopped ? (
        <Button icon={<Play />} onClick={() => void resume()}>
          Resume
        </Button>
      ) : null}
      {!isRunning && !isStopped && hasFailed ? (
        <Button icon={<RotateCw />} onClick={() => void resume("all")}>
          Run failed lines again
        </Button>
      ) : null}
      {run.run === null && !isRunning ? (
        <Button icon={<FlaskConical />} variant={sibling ? "default" : "primary"} onClick={onEvaluate}>
          New evaluation
        </Button>
      ) : null}
      <Menu
        align="end"
        trigger={
          <Button icon={<Download />} busy={exporting}>
            Export
          </Button>
        }
        items={FORMATS.map(({ format, label, hint }) => ({ label, hint, onSelect: () => void save(format) }))}
      />
      <Menu
        align="end"
        trigger={<IconButton label="More about this run" icon={<Ellipsis />} variant="default" />}
        items={[
          { label: "Clone into a new flow…", icon: <Copy />, onSelect: () => setCloning(true) },
          {
            label: "Compare with other runs…",
            icon: <GitCompareArrows />,
            onSelect: () => go(`/compare?runs=${encodeURIComponent(name)}`),
          },
          "separator",
          run.archived
            ? { label: "Restore", icon: <ArchiveRestore />, onSelect: () => void restoreRuns([run]) }
            : {
                label: "Archive",
                icon: <Archive />,
                disabled: isRunning,
                onSelect: () => void archiveRuns([run]),
              },
          {
            label: "Delete…",
            icon: <Trash2 />,
            danger: true,
            disabled: isRunning,
            onSelect: async () => {
              if (await deleteRuns([run])) go("/runs")
            },
          },
        ]}
      />
      {cloning ? <CloneDialog run={run} onClose={() => setCloning(false)} /> : null}
    </>
  )
}
