import type { FlowView } from "@internal/schema/studio"
import { DatabaseZap, MessageSquarePlus, PanelRight } from "lucide-react"
import { useMemo } from "react"
import { useCommands } from "../../frame/commands.ts"
import { Badge } from "../../ui/badge.tsx"
import { Button } from "../../ui/button.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import styles from "./chat.module.css"

const KINDS = { dag: "DAG flow", flex: "Flex flow", prompty: "Prompty" } as const

/** The bar over a conversation: what is talked to, and what is done with the whole of it. */
export function ChatBar({
  view,
  busy,
  hasTurns,
  canSave,
  panel,
  onNewSession,
  onSave,
  onPanel,
}: {
  view: FlowView
  busy: boolean
  hasTurns: boolean
  canSave: boolean
  panel: boolean
  onNewSession(): void
  onSave(): void
  onPanel(): void
}) {
  const errors = view.diagnostics.filter(({ severity }) => severity === "error").length
  useCommands(
    "Chat",
    useMemo(
      () => [
        {
          id: "chat.new",
          label: "New session",
          icon: <MessageSquarePlus />,
          disabled: busy || !hasTurns,
          run: onNewSession,
        },
        {
          id: "chat.save",
          label: "Save the conversation as data",
          icon: <DatabaseZap />,
          disabled: !canSave,
          run: onSave,
        },
        { id: "chat.panel", label: "Show or hide the panel", icon: <PanelRight />, run: onPanel },
      ],
      [busy, hasTurns, canSave, onNewSession, onSave, onPanel],
    ),
  )
  return (
    <div className={styles.bar} role="toolbar" aria-label="Chat">
      <span className={styles.name}>{view.name}</span>
      <Badge>{KINDS[view.kind]}</Badge>
      {errors > 0 && <Badge tone="failed">{errors === 1 ? "1 error" : `${errors} errors`}</Badge>}
      <span className={styles.path}>
        {view.path === "." ? view.file : view.path === view.name ? "" : view.path}
      </span>
      <span className={styles.space} />
      <Button size="small" variant="quiet" icon={<DatabaseZap />} disabled={!canSave} onClick={onSave}>
        Save as data
      </Button>
      <Button size="small" icon={<MessageSquarePlus />} disabled={busy || !hasTurns} onClick={onNewSession}>
        New session
      </Button>
      <IconButton
        label={panel ? "Hide the panel" : "Show the panel"}
        icon={<PanelRight />}
        pressed={panel}
        onClick={onPanel}
      />
    </div>
  )
}
