import { ImagePlus, SendHorizontal, Square, X } from "lucide-react"
import { type ReactNode, useEffect, useId, useRef, useState } from "react"
import { Button } from "../../ui/button.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import styles from "./chat.module.css"
import own from "./message-editor.module.css"
import { type Draft, readImages } from "./message-parts.ts"
import { matchingCommands, type SlashCommand } from "./slash-commands.ts"

const NO_COMMANDS: readonly SlashCommand[] = []

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
  /** What a word with a slash before it does. */
  commands?: readonly SlashCommand[]
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
  commands = NO_COMMANDS,
}: MessageEditorProps) {
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const chooser = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (focus) area.current?.focus()
  }, [focus])
  const [active, setActive] = useState(0)
  const [isHidden, setHidden] = useState(false)
  const found = isHidden ? NO_COMMANDS : matchingCommands(draft.text, commands)
  const at = Math.min(active, found.length - 1)
  const take = (command: SlashCommand) => {
    onDraft({ ...draft, text: "" })
    command.run()
  }
  /** What a key does to the list of commands; false where that is not its key. */
  const inCommands = (key: string): boolean => {
    const command = found[at]
    if (!command) return false
    if (key === "ArrowDown") setActive((at + 1) % found.length)
    else if (key === "ArrowUp") setActive((at + found.length - 1) % found.length)
    else if (key === "Enter" || key === "Tab") take(command)
    else if (key === "Escape") setHidden(true)
    else return false
    return true
  }
  const isEmpty = draft.text.trim() === "" && draft.images.length === 0
  const send = () => !isEmpty && !disabled && !onStop && onSend()
  const attach = async (files: FileList | null) => {
    const images = noImages === undefined && files ? await readImages([...files]) : []
    if (images.length > 0) onDraft({ ...draft, images: [...draft.images, ...images] })
  }
  return (
    <div className={own.editor} data-disabled={disabled || undefined}>
      {found.length > 0 && (
        <div id={`${id}-commands`} className={own.commands} role="listbox" aria-label="Commands">
          {found.map((command, place) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the text box's
            // biome-ignore lint/a11y/useFocusableInteractive: the text box keeps the focus
            <div
              key={command.name}
              id={`${id}-command-${place}`}
              role="option"
              aria-selected={place === at}
              className={own.command}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(command)}
            >
              <code>/{command.name}</code>
              <span className={styles.muted}>{command.hint}</span>
            </div>
          ))}
        </div>
      )}
      {draft.images.length > 0 && (
        <ul className={own.attached} aria-label="Attached images">
          {draft.images.map(({ mime, data, name }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same image may be attached twice
            <li key={at} className={own.thumb}>
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
        className={own.writing}
        value={draft.text}
        disabled={disabled}
        rows={1}
        placeholder={disabled ? "" : label}
        aria-describedby={`${id}-keys`}
        aria-autocomplete={commands.length > 0 ? "list" : undefined}
        aria-controls={found.length > 0 ? `${id}-commands` : undefined}
        aria-activedescendant={found.length > 0 ? `${id}-command-${at}` : undefined}
        onChange={(event) => {
          onDraft({ ...draft, text: event.target.value })
          setActive(0)
          setHidden(false)
        }}
        onPaste={(event) => void attach(event.clipboardData.files)}
        onKeyDown={(event) => {
          if (!event.shiftKey && !event.nativeEvent.isComposing && inCommands(event.key)) {
            // it was the list's
          } else if (event.key === "Escape" && onCancel) onCancel()
          else if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) send()
          else return
          event.preventDefault()
        }}
      />
      <div className={own.tools}>
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
        <span className={own.keys} id={`${id}-keys`}>
          {note ?? `Enter sends, Shift-Enter begins a line${commands.length > 0 ? ", / lists commands" : ""}`}
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
