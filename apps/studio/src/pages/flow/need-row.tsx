import { PenLine, Pin, PinOff, RotateCcw } from "lucide-react"
import type { NeedSource, Resolved } from "../../flow/run-needs.ts"
import { Badge } from "../../ui/badge.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import { RadioGroup } from "../../ui/radio-group.tsx"
import { TextArea } from "../../ui/text-area.tsx"
import { ValueView } from "../../ui/value-view.tsx"
import styles from "./run-panel.module.css"
import type { TypedAs } from "./typed-need.ts"

const SOURCES: Record<NeedSource, { label: string; tone?: "accent" | "stale" | "failed" }> = {
  typed: { label: "typed", tone: "accent" },
  pinned: { label: "pinned", tone: "accent" },
  given: { label: "from the inputs" },
  default: { label: "default" },
  last: { label: "from the last run" },
  stale: { label: "stale", tone: "stale" },
  bypassed: { label: "bypassed: null" },
  missing: { label: "missing", tone: "failed" },
  gone: { label: "missing", tone: "failed" },
}

/** What is being typed for a need. */
export interface Draft {
  text: string
  as: TypedAs
  problem?: string
  value?: unknown
}

export interface NeedRowProps {
  need: Resolved
  draft: Draft | undefined
  onType(): void
  onDraft(draft: Pick<Draft, "text" | "as">): void
  onReset(): void
  onPin(): void
  onUnpin(): void
  /** Whether it may be pinned: inputs of the flow have a card of their own. */
  canPin: boolean
  imageAddress(path: string): string | null
}

/** One value that a run takes from outside: what it is now, or what somebody types for it. */
export function NeedRow(props: NeedRowProps) {
  const { need, draft, onType, onDraft, onReset, onPin, onUnpin, canPin, imageAddress } = props
  const { key, source, why, takenBy, type } = need
  const { label, tone } = SOURCES[source]
  return (
    <section className={styles.need} aria-label={key}>
      <div className={styles.needHead}>
        <code className={styles.key}>{key}</code>
        <Badge {...(tone && { tone })}>{label}</Badge>
        <span className={styles.takers}>
          {type !== undefined && `${type} `}
          {takenBy.length > 0 && `for ${takenBy.join(", ")}`}
        </span>
        <span className={styles.space} />
        {draft === undefined ? (
          <IconButton label={`Type a value for ${key}`} icon={<PenLine />} size="small" onClick={onType} />
        ) : (
          source !== "missing" &&
          source !== "gone" && (
            <IconButton
              label={`Use what there is for ${key}`}
              icon={<RotateCcw />}
              size="small"
              onClick={onReset}
            />
          )
        )}
        {source === "pinned" ? (
          <IconButton label={`Unpin ${key}`} icon={<PinOff />} size="small" onClick={onUnpin} />
        ) : (
          canPin && (
            <IconButton
              label={`Pin ${key}`}
              icon={<Pin />}
              size="small"
              disabled={need.value === undefined || draft?.problem !== undefined}
              onClick={onPin}
            />
          )
        )}
      </div>
      {why !== undefined && draft === undefined && <p className={styles.why}>{why}</p>}
      {draft === undefined ? (
        need.value !== undefined && (
          <div className={styles.shown}>
            <ValueView value={need.value} label={key} imageAddress={imageAddress} />
          </div>
        )
      ) : (
        <div className={styles.typing}>
          {type === undefined && (
            <RadioGroup
              label={`How ${key} is typed`}
              hideLabel
              look="segments"
              value={draft.as}
              onChange={(as) => onDraft({ text: draft.text, as })}
              options={[
                { value: "text", label: "Text" },
                { value: "json", label: "JSON" },
              ]}
            />
          )}
          <TextArea
            label={`Value of ${key}`}
            hideLabel
            code
            grow
            rows={1}
            value={draft.text}
            error={draft.problem}
            {...(why !== undefined && { hint: why })}
            onChange={(text) => onDraft({ text, as: draft.as })}
          />
        </div>
      )}
    </section>
  )
}
