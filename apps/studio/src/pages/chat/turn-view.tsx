import { ListTree, Pencil, RotateCcw } from "lucide-react"
import { memo, useState } from "react"
import { Button } from "../../ui/button.tsx"
import { classNames } from "../../ui/class-names.ts"
import { CopyButton } from "../../ui/copy-button.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Duration, Tokens } from "../../ui/figures.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import { Markdown } from "../../ui/markdown.tsx"
import { Ring } from "../../ui/ring.tsx"
import { StateLabel } from "../../ui/state-dot.tsx"
import styles from "./chat.module.css"
import { EvaluationView } from "./evaluation-view.tsx"
import { MessageContent } from "./message-content.tsx"
import { MessageEditor } from "./message-editor.tsx"
import { type Draft, draftOf, textOf } from "./message-parts.ts"
import type { Turn } from "./turn.ts"
import own from "./turn-view.module.css"

export interface TurnViewProps {
  turn: Turn
  /** A turn goes on, this one or another: nothing is said meanwhile. */
  busy: boolean
  /** Its trace is shown. */
  traced: boolean
  noImages: string | undefined
  imageAddress(path: string): string | null
  onTrace(id: number): void
  /** Says its message again, changed (or as it is), in its place. */
  onResend(turn: Turn, draft?: Draft): void
  onEvaluation: TurnEvaluations
}

/** What is done with what experiments say of a turn. */
export interface TurnEvaluations {
  stop(turn: Turn, template: string): void
  again(turn: Turn, template: string): void
  remove(turn: Turn, template: string): void
}

/** A message and its reply. */
export const TurnView = memo(function TurnView(props: TurnViewProps) {
  const { turn, busy, noImages, imageAddress, onResend, onEvaluation } = props
  const [edited, setEdited] = useState<Draft>()
  const draft = draftOf(turn.message)
  return (
    <article className={own.turn} aria-label="Turn">
      {edited ? (
        <MessageEditor
          label="Edit the message"
          draft={edited}
          onDraft={setEdited}
          focus
          noImages={noImages}
          disabled={busy}
          note="What came after it is replaced"
          onCancel={() => setEdited(undefined)}
          onSend={() => {
            setEdited(undefined)
            onResend(turn, edited)
          }}
        />
      ) : (
        <div className={own.mine}>
          <div className={own.acts}>
            {draft && (
              <IconButton
                label="Edit and send again"
                icon={<Pencil />}
                size="small"
                disabled={busy}
                onClick={() => setEdited(draft)}
              />
            )}
            <CopyButton text={() => textOf(turn.message)} label="Copy the message" />
          </div>
          <div className={classNames(own.bubble, own.myBubble)} data-said="message">
            <span className="visually-hidden">You said: </span>
            <MessageContent value={turn.message} imageAddress={imageAddress} />
          </div>
        </div>
      )}
      <Reply {...props} />
      {turn.evaluations?.map((evaluation) => (
        <EvaluationView
          key={evaluation.template}
          evaluation={evaluation}
          acts={{
            stop: (template) => onEvaluation.stop(turn, template),
            again: (template) => onEvaluation.again(turn, template),
            remove: (template) => onEvaluation.remove(turn, template),
          }}
        />
      ))}
    </article>
  )
})

function Reply({ turn, busy, traced, imageAddress, onTrace, onResend }: TurnViewProps) {
  const { status, text, reply, error } = turn
  const isUnderWay = status === "opening" || status === "running"
  const ended = status === "done" || status === "stopped" || status === "failed"
  return (
    <div className={own.theirs} aria-busy={isUnderWay}>
      {status === "failed" ? (
        <div className={own.failed} data-said="error">
          {text !== "" && <p className={own.partial}>{text}</p>}
          <ErrorView
            error={error ?? { message: "The turn failed." }}
            actions={
              <Button size="small" icon={<RotateCcw />} disabled={busy} onClick={() => onResend(turn)}>
                Try again
              </Button>
            }
          />
        </div>
      ) : (
        <div className={classNames(own.bubble, own.theirBubble)} data-said="reply">
          <span className="visually-hidden">The flow answered: </span>
          {status === "done" ? (
            <MessageContent value={reply} markdown imageAddress={imageAddress} />
          ) : text !== "" ? (
            <Markdown text={text} />
          ) : status === "stopped" ? (
            <span className={styles.muted}>No answer</span>
          ) : (
            <span className={own.waiting} role="status">
              <Ring />
              {turn.setup || (status === "opening" ? "Loading the flow" : "Thinking")}
            </span>
          )}
        </div>
      )}
      <div className={own.foot}>
        {status === "stopped" && <StateLabel state="cancelled">Stopped</StateLabel>}
        {isUnderWay && text !== "" && <StateLabel state="running">Writing</StateLabel>}
        {turn.duration !== undefined && (
          <span className={styles.facts}>
            <Duration milliseconds={turn.duration} />
            {turn.tokens ? (
              <>
                {" · "}
                <Tokens count={turn.tokens} unit />
              </>
            ) : null}
          </span>
        )}
        {(turn.state || turn.run) && (
          <Button
            size="small"
            variant="quiet"
            icon={<ListTree />}
            aria-pressed={traced}
            onClick={() => onTrace(turn.id)}
          >
            Trace
          </Button>
        )}
        {ended && (reply !== undefined || text !== "") && (
          <CopyButton text={() => (status === "done" ? textOf(reply) : text)} label="Copy the answer" />
        )}
        {status === "done" || status === "stopped" ? (
          <IconButton
            label="Answer again"
            icon={<RotateCcw />}
            size="small"
            disabled={busy}
            onClick={() => onResend(turn)}
          />
        ) : null}
      </div>
    </div>
  )
}
