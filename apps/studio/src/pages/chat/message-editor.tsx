import { ImagePlus, SendHorizontal, Square, X } from "lucide-react"
import { type ReactNode, useEffect, useId, useRef } from "react"
import { Button } from "../../ui/button.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import styles from "./chat.module.css"
import { type Draft, readImages } from "./message-parts.ts"

export interface MessageEditorProps {
  label: string
  draft: Draft
  onDraft(draft: Draft): void
  onSend(): void
  /** A turn goes on: the button stops it. */
  onStop?: (() => void) | undefined
  /** Of a message that is written anew. */
  onCancel?: () => void
  /** Why images cannot be attached; undefined: they can. */
  noImages?: string | undefined
  disabled?: boolean
  focus?: boolean
  note?: ReactNode
}

/** Where a message is written: Enter sends it, Shift-Enter begins a line; images by button, drop or paste. */
export function MessageEditor({
  label,
  draft,
  onDraft,
  onSend,
  onStop,
  onCancel,
  noImages,
  disabled,
  focus,
  note,
}: MessageEditorProps) {
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const chooser = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (focus) area.current?.focus()
  }, [focus])
  const isEmpty = draft.text.trim() === "" && draft.images.length === 0
  const send = () => !isEmpty && !disabled && !onStop && onSend()
  const attach = async (files: FileList | null) => {
    const images = noImages === undefined && files ? await readImages([...files]) : []
    if (images.length > 0) onDraft({ ...draft, images: [...draft.images, ...images] })
  }
  return (
    <div className={styles.editor} data-disabled={disabled || undefined}>
      {draft.images.length > 0 && (
        <ul className={styles.attached} aria-label="Attached images">
          {draft.images.map(({ mime, data, name }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same image may be attached twice
            <li key={at} className={styles.thumb}>
              <img src={`data:${mime};base64,${data}`} alt={name} />
              <IconButton
                label={`Remove ${name}`}
                icon={<X />}
                size="small"
                variant="default"
                onClick={() => onDraft({ ...draft, images: draft.images.filter((_, other) => other !== at) })}
              />
            </li>
          ))}
        </ul>
      )}
      <label htmlFor={id} className="visually-hidden">
        {label}
      </label>
      <textarea
        ref={area}
        id={id}
        className={styles.writing}
        value={draft.text}
        disabled={disabled}
        rows={1}
        placeholder={disabled ? "" : label}
        aria-describedby={`${id}-keys`}
        onChange={(event) => onDraft({ ...draft, text: event.target.value })}
        onPaste={(event) => void attach(event.clipboardData.files)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && onCancel) onCancel()
          else if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) send()
          else return
          event.preventDefault()
        }}
      />
      <div className={styles.tools}>
        <IconButton
          label={noImages ?? "Attach images"}
          icon={<ImagePlus />}
          disabled={noImages !== undefined || disabled}
          onClick={() => chooser.current?.click()}
        />
        <input
          ref={chooser}
          type="file"
          accept="image/*"
          multiple
          hidden
          aria-label="Images to attach"
          onChange={(event) => {
            void attach(event.target.files)
            event.target.value = "" // the same file may be chosen again
          }}
        />
        <span className={styles.keys} id={`${id}-keys`}>
          {note ?? "Enter sends, Shift-Enter begins a line"}
        </span>
        <span className={styles.space} />
        {onCancel && (
          <Button size="small" variant="quiet" onClick={onCancel}>
            Cancel
          </Button>
        )}
        {onStop ? (
          <Button size="small" icon={<Square />} onClick={onStop}>
            Stop
          </Button>
        ) : (
          <Button
            size="small"
            variant="primary"
            icon={<SendHorizontal />}
            disabled={isEmpty || disabled}
            onClick={send}
          >
            Send
          </Button>
        )}
      </div>
    </div>
  )
}
