import type { FlowView } from "@internal/schema/studio"
import { useCallback, useEffect, useState } from "react"
import { asBoolean, useRemembered } from "../../ui/remembered.ts"
import { Tabs } from "../../ui/tabs.tsx"
import styles from "./chat.module.css"
import type { Conversation } from "./conversation.ts"
import { exampleExperiment } from "./example-experiment.ts"
import { ExperimentPanel } from "./experiment-panel.tsx"
import type { KeptSettings } from "./kept-settings.ts"
import { SettingsPanel } from "./settings-panel.tsx"
import type { ChatPortNames } from "./turn.ts"
import { TurnTrace } from "./turn-trace.tsx"
import type { UsedExperiment } from "./use-experiment.ts"

type PanelTab = "settings" | "experiment" | "trace"

const TABS = [
  { value: "settings", label: "Settings" },
  { value: "experiment", label: "Experiment" },
  { value: "trace", label: "Trace" },
] as const

/** What of the panel is seen, and the turn that its trace is of: the chosen one, else the last. */
export function useChatPanel(conversation: Conversation) {
  const [traced, setTraced] = useState<number>()
  const [tab, setTab] = useState<PanelTab>("settings")
  const [isHidden, hide] = useRemembered("chat.panel.hidden", false, asBoolean)
  const look = useCallback(
    (at: PanelTab) => {
      setTab(at)
      hide(false)
    },
    [hide],
  )
  const trace = useCallback(
    (id: number) => {
      setTraced(id)
      look("trace")
    },
    [look],
  )
  const { turns } = conversation
  const turn = turns.find(({ id }) => id === traced) ?? turns.at(-1)
  const isRead = turn?.run === undefined || turn.state !== undefined
  const isTraceShown = tab === "trace" && !isHidden
  useEffect(() => {
    if (isTraceShown && !isRead) void conversation.readTrace(turn.id)
  }, [isTraceShown, isRead, turn?.id, conversation])
  return { tab, setTab, isHidden, hide, look, trace, turn, traced: isTraceShown ? traced : undefined }
}

interface ChatPanelProps {
  panel: ReturnType<typeof useChatPanel>
  view: FlowView
  conversation: Conversation
  kept: KeptSettings
  ports: Partial<ChatPortNames>
  experiment: UsedExperiment
  imageAddress(path: string): string | null
  onSettings(kept: KeptSettings): void
}

/** Beside a conversation: what goes into its turns, what evaluates them, and what they did. */
export function ChatPanel(props: ChatPanelProps) {
  const { panel, view, conversation, kept, ports, experiment, imageAddress, onSettings } = props
  return (
    <div className={styles.panel}>
      <Tabs label="Panel" size="small" fill value={panel.tab} onChange={panel.setTab} tabs={TABS}>
        {panel.tab === "settings" ? (
          <SettingsPanel
            view={view}
            kept={kept}
            ports={ports}
            last={conversation.turns.findLast(({ status }) => status === "done")}
            onChange={onSettings}
          />
        ) : panel.tab === "experiment" ? (
          <ExperimentPanel experiment={experiment} example={exampleExperiment(view, ports)} />
        ) : (
          <TurnTrace turn={panel.turn} imageAddress={imageAddress} />
        )}
      </Tabs>
    </div>
  )
}
