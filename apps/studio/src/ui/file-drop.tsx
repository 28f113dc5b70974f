import { Upload } from "lucide-react"
import { type DragEvent, type ReactNode, useId, useState } from "react"
import { classNames } from "./class-names.ts"
import styles from "./file-drop.module.css"
import { droppedFiles, type GivenFile } from "./given-files.ts"

export interface FileDropProps {
  /** "Drop a data file here, or choose one". */
  label: ReactNode
  hint?: ReactNode
  error?: ReactNode
  /** As of an input: ".csv,.jsonl" or "image/*". */
  accept?: string
  multiple?: boolean
  disabled?: boolean
  onFiles: (files: File[]) => void
  /** Takes a folder that is dropped, too. */
  onFolder?: (files: GivenFile[]) => void
}

/** A place for files: drop, paste into it, or press it. */
export function FileDrop({
  label,
  hint,
  error,
  accept,
  multiple,
  disabled,
  onFiles,
  onFolder,
}: FileDropProps) {
  const id = useId()
  const [over, setOver] = useState(false)
  const give = (files: Iterable<File> | null | undefined) => {
    const list = [...(files ?? [])]
    if (list.length > 0 && !disabled) onFiles(multiple ? list : list.slice(0, 1))
  }
  const drop = async (data: DataTransfer) => {
    const files = [...data.files] // empty once the event is over
    const dropped = onFolder ? await droppedFiles(data).catch((): GivenFile[] => []) : []
    if (!disabled && dropped.some(({ path }) => path.includes("/"))) onFolder?.(dropped)
    else give(files)
  }
  const drag = (event: DragEvent, inside: boolean) => {
    event.preventDefault()
    setOver(inside && !disabled)
  }
  return (
    <label
      htmlFor={id}
      className={classNames(styles.drop, over && styles.over, Boolean(error) && styles.wrong)}
      data-disabled={disabled || undefined}
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => {
        drag(event, false)
        void drop(event.dataTransfer)
      }}
      onPaste={(event) => give(event.clipboardData.files)}
    >
      <Upload size={18} aria-hidden="true" className={styles.icon} />
      <span id={`${id}-label`} className={styles.label}>
        {label}
      </span>
      {error ? (
        <span id={`${id}-more`} className={styles.error}>
          {error}
        </span>
      ) : hint ? (
        <span id={`${id}-more`} className={styles.hint}>
          {hint}
        </span>
      ) : null}
      <input
        id={id}
        type="file"
        className={styles.input}
        aria-labelledby={`${id}-label`}
        aria-describedby={error || hint ? `${id}-more` : undefined}
        aria-invalid={error ? true : undefined}
        accept={accept}
        multiple={multiple}
        disabled={disabled}
        onChange={(event) => {
          give(event.target.files)
          event.target.value = "" // the same file may be chosen again
        }}
      />
    </label>
  )
}
