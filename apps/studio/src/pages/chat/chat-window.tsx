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
import { asBoolean, useRemembered } from "../../ui/remembered.ts"
import { Skeleton } from "../../ui/skeleton.tsx"
import { SplitPane } from "../../ui/split-pane.tsx"
import { Tabs } from "../../ui/tabs.tsx"
import { useBegunSettings } from "./begun-settings.ts"
import styles from "./chat.module.css"
import { ChatBar, type ChatHistory } from "./chat-bar.tsx"
import { chatCommands } from "./chat-commands.ts"
import type { Conversation } from "./conversation.ts"
import { ConversationView } from "./conversation-view.tsx"
import { datasetRows } from "./dataset-rows.ts"
import { exampleExperiment } from "./example-experiment.ts"
import { ExperimentPanel } from "./experiment-panel.tsx"
import { ExperimentTrust } from "./experiment-trust.tsx"
import { type KeptChat, useKeeping, useKeptChat } from "./kept-chat.ts"
import { addressPart, portsOf, settingsOf } from "./kept-settings.ts"
import { type Draft, EMPTY_DRAFT, messageOf, takesImages } from "./message-parts.ts"
import { SettingsPanel } from "./settings-panel.tsx"
import type { Turn } from "./turn.ts"
import { TurnTrace } from "./turn-trace.tsx"
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
  const [traced, setTraced] = useState<number>()
  const [tab, setTab] = useState<PanelTab>("settings")
  const [isHidden, setHidden] = useRemembered("chat.panel.hidden", false, asBoolean)
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
  const trace = useCallback(
    (id: number) => {
      setTraced(id)
      setTab("trace")
      setHidden(false)
    },
    [setHidden],
  )
  const { turns } = conversation
  const shown = turns.find(({ id }) => id === traced) ?? turns.at(-1)
  const isRead = shown?.run === undefined || shown.state !== undefined
  const isTraceShown = tab === "trace" && !isHidden
  useEffect(() => {
    if (isTraceShown && !isRead) void conversation.readTrace(shown.id)
  }, [isTraceShown, isRead, shown?.id, conversation])
  const answered = turns.filter(({ status }) => status === "done")
  const rows = settings ? datasetRows(turns, settings.ports) : []
  const look = (at: PanelTab) => {
    setTab(at)
    setHidden(false)
  }
  const commands = chatCommands({
    conversation,
    experiment,
    hasRows: rows.length > 0,
    resend,
    save: () => setSaving(true),
    trace,
    look: () => look("settings"),
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
        panel={!isHidden}
        onNewSession={() => conversation.newSession()}
        onSave={() => setSaving(true)}
        onPanel={() => setHidden(!isHidden)}
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
        collapsed={isHidden}
        onCollapsedChange={setHidden}
        className={styles.body}
        first={
          <ConversationView
            view={view}
            entries={entries}
            busy={busy}
            traced={isHidden || tab !== "trace" ? undefined : traced}
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
            onTrace={trace}
            onResend={resend}
            onEvaluation={onEvaluation}
            onSettings={() => look("settings")}
          />
        }
        second={
          <div className={styles.panel}>
            <Tabs
              label="Panel"
              size="small"
              fill
              value={tab}
              onChange={setTab}
              tabs={[
                { value: "settings", label: "Settings" },
                { value: "experiment", label: "Experiment" },
                { value: "trace", label: "Trace" },
              ]}
            >
              {tab === "settings" ? (
                <SettingsPanel
                  view={view}
                  kept={kept}
                  ports={ports}
                  last={answered.at(-1)}
                  onChange={setKept}
                />
              ) : tab === "experiment" ? (
                <ExperimentPanel experiment={experiment} example={exampleExperiment(view, ports)} />
              ) : (
                <TurnTrace turn={shown} imageAddress={imageAddress} />
              )}
            </Tabs>
          </div>
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

type PanelTab = "settings" | "experiment" | "trace"
