import type { FlowView } from "@internal/schema/studio"
import { MessagesSquare } from "lucide-react"
import { type DragEvent, useLayoutEffect, useRef, useState } from "react"
import { Banner } from "../../ui/banner.tsx"
import { Button } from "../../ui/button.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import styles from "./chat.module.css"
import { MessageEditor } from "./message-editor.tsx"
import { type Draft, readImages, textOf } from "./message-parts.ts"
import type { SlashCommand } from "./slash-commands.ts"
import type { Entry, Turn } from "./turn.ts"
import { type TurnEvaluations, TurnView } from "./turn-view.tsx"

export interface ConversationViewProps {
  view: FlowView
  entries: readonly Entry[]
  busy: boolean
  traced: number | undefined
  /** An input takes the message. */
  ready: boolean
  /** The default of the chat input. */
  suggestion: unknown
  noImages: string | undefined
  imageAddress(path: string): string | null
  commands: readonly SlashCommand[]
  draft: Draft
  onDraft(draft: Draft): void
  onSend(): void
  onSay(message: unknown): void
  onStop(): void
  onTrace(id: number): void
  onResend(turn: Turn, draft?: Draft): void
  onEvaluation: TurnEvaluations
  onSettings(): void
}

/** How far from its end a list may be and still count as read to the end. */
const NEAR = 48

/** Everything that was said, and where the next message is written. */
export function ConversationView(props: ConversationViewProps) {
  const { view, entries, busy, traced, ready, noImages, imageAddress, draft } = props
  const list = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const [over, setOver] = useState(false)
  const last = entries.at(-1)
  useLayoutEffect(() => {
    if (last && isAtEnd.current && list.current) list.current.scrollTop = list.current.scrollHeight
  }, [last])
  const drag = (event: DragEvent, inside: boolean) => {
    if (noImages !== undefined || !event.dataTransfer.types.includes("Files")) return
    event.preventDefault()
    setOver(inside)
  }
  const drop = async (event: DragEvent) => {
    drag(event, false)
    if (noImages !== undefined) return
    const images = await readImages([...event.dataTransfer.files])
    if (images.length > 0) props.onDraft({ ...draft, images: [...draft.images, ...images] })
  }
  return (
    <section
      className={styles.conversation}
      aria-label="Conversation"
      data-over={over || undefined}
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => void drop(event)}
    >
      <div
        ref={list}
        className={styles.list}
        role="log"
        aria-label="What was said"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must be able to
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR
        }}
      >
        {entries.length === 0 ? (
          <Beginning {...props} />
        ) : (
          <div className={styles.entries}>
            {entries.map((entry) =>
              entry.kind === "separator" ? (
                <p key={entry.id} className={styles.separator}>
                  <span>New session: what is above is not part of its history</span>
                </p>
              ) : (
                <TurnView
                  key={entry.id}
                  turn={entry}
                  busy={busy}
                  traced={entry.id === traced}
                  noImages={noImages}
                  imageAddress={imageAddress}
                  onTrace={props.onTrace}
                  onResend={props.onResend}
                  onEvaluation={props.onEvaluation}
                />
              ),
            )}
          </div>
        )}
      </div>
      <div className={styles.composer}>
        {!ready && (
          <Banner
            kind="warn"
            title="No input of this flow takes the message."
            hint="Choose the chat input in the settings, or mark it with is_chat_input in the flow."
            actions={
              <Button size="small" onClick={props.onSettings}>
                Settings
              </Button>
            }
          />
        )}
        <MessageEditor
          label={`Message to ${view.name}`}
          draft={draft}
          commands={props.commands}
          onDraft={props.onDraft}
          onSend={() => {
            isAtEnd.current = true
            props.onSend()
          }}
          onStop={busy ? props.onStop : undefined}
          noImages={noImages}
          disabled={!ready}
          focus
        />
      </div>
    </section>
  )
}

function Beginning({ view, ready, suggestion, onSay }: ConversationViewProps) {
  const text = suggestion === undefined || suggestion === null ? "" : textOf(suggestion).replaceAll("\n", " ")
  return (
    <EmptyState
      icon={<MessagesSquare />}
      action={ready && text !== "" ? <Button onClick={() => onSay(suggestion)}>{text}</Button> : undefined}
    >
      Nothing was said yet: write a message to {view.name}
      {ready && text !== "" ? ", or begin with its own example." : "."}
    </EmptyState>
  )
}
