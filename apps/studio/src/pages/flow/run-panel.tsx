import { Play } from "lucide-react"
import { type KeyboardEvent, useEffect, useRef } from "react"
import { useFlow, useFlowSlice } from "../../flow/flow-context.ts"
import { useProblems } from "../../flow/use-problems.ts"
import { Banner } from "../../ui/banner.tsx"
import { Button } from "../../ui/button.tsx"
import { Dialog } from "../../ui/dialog.tsx"
import { useRunForm } from "./run-form.tsx"
import styles from "./run-panel.module.css"

/** In a node's card: what it takes from outside, before it runs alone or with all that depends on it. */
export function RunPanel({ node }: { node: string }) {
  const asked = useFlowSlice(({ tests }) => tests.asked)
  if (!asked || asked.kind === "flow" || asked.node !== node) return null
  return <Panel key={asked.kind} kind={asked.kind} node={node} />
}

function Panel({ kind, node }: { kind: "node" | "from"; node: string }) {
  const flow = useFlow()
  const form = useRunForm({ kind, node })
  const running = useFlowSlice((open) => open.running !== undefined)
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    const before = document.activeElement
    panel.current?.querySelector<HTMLElement>("textarea, [data-run]")?.focus({ preventScroll: true })
    panel.current?.scrollIntoView({ block: "nearest" })
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [])
  const close = () => flow.tests.ask(undefined)
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape") close()
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !form.obstacle) form.run()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <section
      ref={panel}
      className={styles.panel}
      aria-label={kind === "node" ? `Run ${node} with` : `Run from ${node} on with`}
      onKeyDown={keys}
    >
      {form.rows.length === 0 && <p className={styles.muted}>It takes nothing from other nodes.</p>}
      {form.fields}
      <footer className={styles.actions}>
        <span className={styles.obstacle} role="status">
          {form.obstacle}
        </span>
        <Button size="small" onClick={close}>
          Close
        </Button>
        <Button
          data-run
          size="small"
          variant="primary"
          icon={<Play />}
          disabled={form.obstacle !== undefined || running}
          onClick={form.run}
        >
          {kind === "node" ? "Run with these values" : "Run from here on"}
        </Button>
      </footer>
    </section>
  )
}

/** Over the page: what the whole flow lacks before it runs, and which variants run. */
export function RunDialog() {
  const flow = useFlow()
  const asked = useFlowSlice(({ tests }) => tests.asked)
  if (asked?.kind !== "flow") return null
  return <FlowDialog onClose={() => flow.tests.ask(undefined)} />
}

/** Of a flow that cannot run: before anybody types what it takes. */
function FirstError() {
  const error = useProblems().find(({ severity }) => severity === "error")
  return error ? <Banner kind="error" title={error.message} hint={error.hint} /> : null
}

function FlowDialog({ onClose }: { onClose(): void }) {
  const form = useRunForm({ kind: "flow" })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Run the flow"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            icon={<Play />}
            data-autofocus={form.obstacle === undefined || undefined}
            disabled={form.obstacle !== undefined}
            onClick={form.run}
          >
            Run
          </Button>
        </>
      }
      note={form.obstacle}
    >
      <div className={styles.dialog}>
        <FirstError />
        {form.fields}
      </div>
    </Dialog>
  )
}
