import type { ConversationSummary, FlowView } from "@internal/schema/studio"
import { DatabaseZap, History, MessageSquarePlus, MessagesSquare, PanelRight, Trash2 } from "lucide-react"
import { useMemo } from "react"
import { useAnswer } from "../../api/queries.ts"
import { useCommands } from "../../frame/commands.ts"
import { Badge } from "../../ui/badge.tsx"
import { Button } from "../../ui/button.tsx"
import { formatCount, formatRelative } from "../../ui/format.ts"
import { IconButton } from "../../ui/icon-button.tsx"
import { Menu } from "../../ui/menu.tsx"
import styles from "./chat.module.css"

const KINDS = { dag: "DAG flow", flex: "Flex flow", prompty: "Prompty" } as const

/** The conversations with the flow that are kept. */
export interface ChatHistory {
  id: string
  earlier: readonly ConversationSummary[]
  open(id: string): void
  begin(): void
  forget(): void
}

/** Of the earlier ones, as many as a menu bears. */
const LISTED = 20

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
  history,
}: {
  view: FlowView
  busy: boolean
  hasTurns: boolean
  canSave: boolean
  panel: boolean
  onNewSession(): void
  onSave(): void
  onPanel(): void
  history: ChatHistory
}) {
  const { begin, earlier, id } = history
  const source = useSource(view)
  const others = earlier.filter((one) => one.id !== id)
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
        {
          id: "chat.begin",
          label: "New conversation",
          icon: <MessagesSquare />,
          disabled: busy || !hasTurns,
          run: begin,
        },
        { id: "chat.panel", label: "Show or hide the panel", icon: <PanelRight />, run: onPanel },
      ],
      [busy, hasTurns, canSave, onNewSession, onSave, onPanel, begin],
    ),
  )
  return (
    <div className={styles.bar} role="toolbar" aria-label="Chat">
      <span className={styles.name}>{view.name}</span>
      <Badge>{KINDS[view.kind]}</Badge>
      {errors > 0 && <Badge tone="failed">{errors === 1 ? "1 error" : `${errors} errors`}</Badge>}
      <span className={styles.path} title={source}>
        {source}
      </span>
      <span className={styles.space} />
      <Button size="small" variant="quiet" icon={<DatabaseZap />} disabled={!canSave} onClick={onSave}>
        Save as data
      </Button>
      <Menu
        align="end"
        trigger={<IconButton label="Conversations" icon={<History />} disabled={busy} />}
        items={[
          {
            label: "New conversation",
            icon: <MessagesSquare />,
            disabled: earlier.length === others.length,
            onSelect: begin,
          },
          earlier.length > others.length && {
            label: "Delete this conversation",
            icon: <Trash2 />,
            danger: true,
            onSelect: history.forget,
          },
          "separator",
          { heading: others.length > 0 ? "Earlier conversations" : "There is no earlier conversation" },
          ...others.slice(0, LISTED).map((one) => ({
            label: one.title,
            hint: `${formatCount(one.turns, "turn")}, ${formatRelative(one.updatedAt)}`,
            onSelect: () => history.open(one.id),
          })),
        ]}
      />
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

/** The file that is talked to: below the opened folder, or the whole of its path where that is the flow's own. */
function useSource({ path, file }: FlowView): string {
  const root = useAnswer("home").data?.folder
  const below = path === "." || path === file ? file : path.endsWith(`/${file}`) ? path : `${path}/${file}`
  return below === file && root !== undefined ? `${root}/${file}` : below
}
