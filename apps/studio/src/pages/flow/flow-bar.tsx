import {
  Columns2,
  FileCode,
  FlaskConical,
  MessagesSquare,
  Play,
  Redo2,
  RefreshCcw,
  Square,
  Undo2,
} from "lucide-react"
import { useEffect, useState } from "react"
import { Link, useLocation } from "wouter"
import { bulkTestAddress, chatAddress } from "../../flow/flow-address.ts"
import { type FlowFacts, useFlow, useFlowSlice, useTestsVersion } from "../../flow/flow-context.ts"
import { TYPE_NAMES } from "../../flow/flow-words.ts"
import type { SaveState } from "../../flow/open-files.ts"
import { TrustDialog } from "../../flow/trust-dialog.tsx"
import { useProblems } from "../../flow/use-problems.ts"
import { Badge } from "../../ui/badge.tsx"
import { Button } from "../../ui/button.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import styles from "./authoring.module.css"
import { FlowMore } from "./flow-more.tsx"
import { type Pane, PaneButtons } from "./panes.tsx"
import { runAndTell, tellError } from "./run-and-tell.ts"
import { RunDialog } from "./run-panel.tsx"
import { useCancelCommand } from "./use-flow-commands.ts"

const SAVED: Record<SaveState, string> = {
  saved: "Saved",
  waiting: "Unsaved changes",
  saving: "Saving",
  conflict: "Changed on disk",
  failed: "Not saved",
}

interface FlowBarProps {
  view: FlowFacts
  panes: readonly Pane[]
  /** The flow's file is shown as text, instead of its cards. */
  isRaw?: boolean
  /** Changes that; without it there is only one of both. */
  onRaw?: ((isRaw: boolean) => void) | undefined
}

/** The bar over a flow: what it is, whether it is saved, and running it. */
export function FlowBar({ view, panes, isRaw = false, onRaw }: FlowBarProps) {
  const flow = useFlow()
  const problems = useProblems()
  useTestsVersion()
  const state = useFlowSlice(({ document }) => document.state)
  const undoLabel = useFlowSlice(({ document }) => document.undoLabel)
  const redoLabel = useFlowSlice(({ document }) => document.redoLabel)
  const isStale = useFlowSlice(({ last }) => last.anyStale)
  const isCancelling = useFlowSlice(({ tests }) => tests.isCancelling)
  const [, go] = useLocation()
  const [wanted, setWanted] = useState<() => void>()
  const { document, running } = flow
  useCancelCommand(flow, running !== undefined)
  const errors = problems.filter(({ severity }) => severity === "error").length
  useEffect(() => {
    flow.onUntrusted = (again) => setWanted(() => again)
  }, [flow])
  const runStale = async () => tellError((await flow.run({ cache: "all" })).error)
  return (
    <div className={styles.bar} role="toolbar" aria-label="Flow">
      <span className={styles.headName} title={view.name}>
        {view.name}
      </span>
      <FlowType view={view} />
      {errors > 0 && <Badge tone="failed">{errors === 1 ? "1 error" : `${errors} errors`}</Badge>}
      <span className={styles.saved} role="status">
        {running?.setup || SAVED[state]}
      </span>
      <span className={styles.space} />
      {isStale && (
        <Button
          size="small"
          icon={<RefreshCcw />}
          disabled={running !== undefined}
          onClick={() => void runStale()}
        >
          Run stale
        </Button>
      )}
      <PaneButtons panes={panes} />
      <IconButton
        label={undoLabel ? `Undo: ${undoLabel}` : "Undo"}
        icon={<Undo2 />}
        disabled={!undoLabel}
        onClick={() => void document.undo()}
      />
      <IconButton
        label={redoLabel ? `Redo: ${redoLabel}` : "Redo"}
        icon={<Redo2 />}
        disabled={!redoLabel}
        onClick={() => void document.redo()}
      />
      {onRaw && (
        <Button
          size="small"
          variant="quiet"
          icon={<FileCode />}
          aria-pressed={isRaw}
          title={isRaw ? "Back to the cards" : `Edit ${view.file} as text`}
          onClick={() => onRaw(!isRaw)}
        >
          Raw file
        </Button>
      )}
      <Button size="small" variant="quiet" icon={<Columns2 />} asChild>
        <Link href={`/runs?${new URLSearchParams({ flow: view.path })}`}>Runs</Link>
      </Button>
      {view.isChat && (
        <Button size="small" icon={<MessagesSquare />} onClick={() => go(chatAddress(view.path))}>
          Chat
        </Button>
      )}
      <Button size="small" icon={<FlaskConical />} onClick={() => go(bulkTestAddress(view.path))}>
        Bulk test
      </Button>
      {running ? (
        <Button
          size="small"
          icon={<Square />}
          busy={isCancelling && "Cancelling…"}
          onClick={() => void flow.cancel()}
        >
          Cancel
        </Button>
      ) : (
        <Button
          size="small"
          variant="primary"
          icon={<Play />}
          onClick={() => void runAndTell(flow, { kind: "flow" })}
        >
          Run
        </Button>
      )}
      <FlowMore view={view} />
      <RunDialog />
      <TrustDialog view={view} wanted={wanted} onClose={() => setWanted(undefined)} />
    </div>
  )
}

/** Standard, chat or evaluation, as in the list of flows. */
function FlowType({ view }: { view: FlowFacts }) {
  const isEvaluation = useFlowSlice(({ outline }) => outline.nodes.some((node) => node.isAggregation))
  return <Badge>{TYPE_NAMES[view.isChat ? "chat" : isEvaluation ? "evaluation" : "standard"]}</Badge>
}
