import { Download, FilePlus, FolderUp, Upload } from "lucide-react"
import { type ComponentProps, useRef } from "react"
import { chosenFiles, type GivenFile } from "../../ui/given-files.ts"
import { IconButton } from "../../ui/icon-button.tsx"
import styles from "./authoring.module.css"

/** What the files pane begins with: its name, and what is done with all files. */
export function FilesHead({
  onNew,
  onFiles,
  onDownload,
}: {
  onNew: () => void
  onFiles: (files: GivenFile[]) => void
  onDownload: () => void
}) {
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const input: ComponentProps<"input"> = {
    type: "file",
    hidden: true,
    "aria-hidden": "true",
    tabIndex: -1,
    onChange(event) {
      const given = chosenFiles(event.target.files)
      event.target.value = "" // the same may be chosen again
      if (given.length > 0) onFiles(given)
    },
  }
  return (
    <div className={styles.filesHead}>
      Files
      <span>
        <IconButton label="New file" icon={<FilePlus />} size="small" onClick={onNew} />
        <IconButton
          label="Upload files"
          icon={<Upload />}
          size="small"
          onClick={() => files.current?.click()}
        />
        <IconButton
          label="Upload a folder"
          icon={<FolderUp />}
          size="small"
          onClick={() => folder.current?.click()}
        />
        <IconButton
          label="Download all files as a zip"
          icon={<Download />}
          size="small"
          onClick={onDownload}
        />
      </span>
      <input ref={files} {...input} multiple />
      <input ref={folder} {...input} {...{ webkitdirectory: "" }} />
    </div>
  )
}
