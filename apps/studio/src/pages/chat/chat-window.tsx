import type { FlowView } from "@internal/schema/studio"
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react"
import { useSearchParams } from "wouter"
import { onFiles } from "../../api/live-changes.ts"
import { flowAddress } from "../../flow/flow-address.ts"
import { useFolderImages } from "../../flow/folder-images.ts"
import { folderOf } from "../../flow/save-rows.ts"
import { SaveRowsDialog } from "../../flow/save-rows-dialog.tsx"
import { TrustDialog } from "../../flow/trust-dialog.tsx"
import { Page } from "../../frame/page.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import { SplitPane } from "../../ui/split-pane.tsx"
import { useBegunSettings } from "./begun-settings.ts"
import styles from "./chat.module.css"
import { ChatBar, type ChatHistory } from "./chat-bar.tsx"
import { chatCommands } from "./chat-commands.ts"
import { ChatPanel, useChatPanel } from "./chat-panel.tsx"
import type { Conversation } from "./conversation.ts"
import { ConversationView } from "./conversation-view.tsx"
import { datasetRows } from "./dataset-rows.ts"
import { ExperimentTrust } from "./experiment-trust.tsx"
import { type KeptChat, useKeeping, useKeptChat } from "./kept-chat.ts"
import { addressPart, portsOf, settingsOf } from "./kept-settings.ts"
import { type Draft, EMPTY_DRAFT, messageOf, takesImages } from "./message-parts.ts"
import type { Turn } from "./turn.ts"
import { useConversation } from "./use-conversation.ts"
import { useExperiment, useTurnEvaluations } from "./use-experiment.ts"

/** The chat page: the conversation of this tab, as it was left. */
export function ChatWindow({ view }: { view: FlowView }) {
  const { conversation, id, ...history } = useConversation(view)
  const kept = useKeptChat(view.path)
  if (!conversation || !kept) return <Skeleton text="Reading the conversation" />
  return <OpenChat key={id} {...{ view, conversation, kept }} history={{ id, ...history }} />
}

interface OpenChatProps {
  view: FlowView
  conversation: Conversation
  kept: KeptChat
  history: ChatHistory
}

/** The conversation, and beside it what goes into its turns and what they did. */
function OpenChat({ view, conversation, kept: first, history }: OpenChatProps) {
  const [params] = useSearchParams()
  const entries = useSyncExternalStore(
    useCallback((listener: () => void) => conversation.subscribe(listener), [conversation]),
    () => conversation.entries,
  )
  const busy = conversation.running
  const [{ settings: stored, experiment: storedExperiment }, keep] = useKeeping(view.path, first)
  const [kept, setKept] = useBegunSettings(params, stored, (settings) => keep({ settings }))
  const [draft, setDraft] = useState<Draft>(EMPTY_DRAFT)
  const panel = useChatPanel(conversation)
  const [saving, setSaving] = useState(false)
  const [wanted, setWanted] = useState<() => void>()

  const folder = folderOf(view.path)
  const imageAddress = useFolderImages(folder)
  useEffect(() => {
    const inside = (path: string) => folder === "." || path === folder || path.startsWith(`${folder}/`)
    return onFiles((paths) => (paths === "any" || paths.some(inside)) && conversation.filesChanged())
  }, [conversation, folder])
  useEffect(() => conversation.flowIs(view), [conversation, view])

  const settings = settingsOf(view, kept, addressPart(params, "variants") as Record<string, string>)
  const ports = portsOf(view, kept)
  const experiment = useExperiment({
    view,
    conversation,
    ports: settings?.ports,
    named: params.get("experiment"),
    stored: storedExperiment,
    keep: (experiment) => keep({ experiment }),
  })
  const onEvaluation = useTurnEvaluations(conversation, experiment)
  const inputType = view.inputs.find(({ name }) => name === ports.input)?.type ?? "string"
  const noImages = takesImages(inputType)
    ? undefined
    : `No images: ${ports.input ?? "the chat input"} is a ${inputType}; a list holds them`

  const say = (message: unknown, instead?: number) => {
    if (!settings) return
    const send = () => void conversation.send(message, settings, instead)
    if (view.trusted) send()
    else setWanted(() => send)
  }
  const latest = useRef(say)
  latest.current = say
  const resend = useCallback(
    (turn: Turn, edited?: Draft) =>
      latest.current(edited ? messageOf(edited, inputType, view.messageFormat) : turn.message, turn.id),
    [inputType, view.messageFormat],
  )
  const { turns } = conversation
  const rows = settings ? datasetRows(turns, settings.ports) : []
  const commands = chatCommands({
    conversation,
    experiment,
    hasRows: rows.length > 0,
    resend,
    save: () => setSaving(true),
    trace: panel.trace,
    look: () => panel.look("settings"),
    begin: history.begin,
  })
  return (
    <Page
      title={`Chat with ${view.name}`}
      breadcrumb={
        params.has("alone")
          ? []
          : [
              { label: "Flows", href: "/flows" },
              { label: view.name, href: flowAddress(view.path) },
            ]
      }
      bare
    >
      <ChatBar
        view={view}
        busy={busy}
        hasTurns={entries.at(-1)?.kind === "turn"}
        canSave={rows.length > 0}
        panel={!panel.isHidden}
        onNewSession={() => conversation.newSession()}
        onSave={() => setSaving(true)}
        onPanel={() => panel.hide(!panel.isHidden)}
        history={history}
      />
      <SplitPane
        id="chat-panel"
        sized="second"
        label="Panel"
        initial={360}
        min={280}
        max={720}
        rest={420}
        collapsible
        collapsed={panel.isHidden}
        onCollapsedChange={panel.hide}
        className={styles.body}
        first={
          <ConversationView
            view={view}
            entries={entries}
            busy={busy}
            traced={panel.traced}
            ready={settings !== undefined}
            suggestion={view.inputs.find(({ name }) => name === ports.input)?.default}
            noImages={noImages}
            imageAddress={imageAddress}
            commands={commands}
            draft={draft}
            onDraft={setDraft}
            onSend={() => {
              say(messageOf(draft, inputType, view.messageFormat))
              if (view.trusted) setDraft(EMPTY_DRAFT)
            }}
            onSay={say}
            onStop={() => void conversation.stop()}
            onTrace={panel.trace}
            onResend={resend}
            onEvaluation={onEvaluation}
            onSettings={() => panel.look("settings")}
          />
        }
        second={
          <ChatPanel
            {...{ panel, view, conversation, kept, ports, experiment, imageAddress }}
            onSettings={setKept}
          />
        }
      />
      {saving && (
        <SaveRowsDialog
          title="Save the conversation as data"
          description="one for each turn that was answered, the inputs with the history as it was, and the reply."
          folder={folder}
          name="chat.jsonl"
          rows={rows}
          onClose={() => setSaving(false)}
        />
      )}
      <TrustDialog
        view={view}
        wanted={
          wanted &&
          (() => {
            setDraft(EMPTY_DRAFT)
            wanted()
          })
        }
        onClose={() => setWanted(undefined)}
      />
      {experiment.attached && (
        <ExperimentTrust
          attached={experiment.attached}
          flow={view.path}
          wanted={experiment.wanted}
          onClose={experiment.answer}
        />
      )}
    </Page>
  )
}
