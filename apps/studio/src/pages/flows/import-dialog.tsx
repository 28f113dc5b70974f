import { FolderUp } from "lucide-react"
import { useId, useRef, useState } from "react"
import { folderNameProblem, freeName } from "../../flow/folder-name.ts"
import { Button } from "../../ui/button.tsx"
import { Dialog } from "../../ui/dialog.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Form } from "../../ui/field.tsx"
import { FileDrop } from "../../ui/file-drop.tsx"
import { formatBytes, formatCount } from "../../ui/format.ts"
import { chosenFiles, type GivenFile } from "../../ui/given-files.ts"
import { TextField } from "../../ui/text-field.tsx"
import styles from "./flows.module.css"
import { type Chosen, chosenFolder, chosenZip, importChosen } from "./import-files.ts"

interface ImportDialogProps {
  taken: ReadonlySet<string>
  /** Called with where it lies now. */
  onImported: (path: string) => Promise<void>
  onClose: () => void
}

/** A flow from a zip file or a folder of this machine. Its code does not run before somebody says so. */
export function ImportDialog({ taken, onImported, onClose }: ImportDialogProps) {
  const form = useId()
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [path, setPath] = useState("")
  const [problem, setProblem] = useState<string | null>(null)
  const [failure, setFailure] = useState<Error | null>(null)
  const [busy, setBusy] = useState<string | null>(null)
  const choose = (next: Chosen | null) => {
    setChosen(next)
    setFailure(null)
    setProblem(next ? null : "There is no file in that folder.")
    if (next) setPath(freeName(next.name, taken))
  }
  const send = async () => {
    if (!chosen || busy) return
    const found = folderNameProblem(path, taken)
    setProblem(found)
    if (found) return
    setBusy("Importing…")
    setFailure(null)
    try {
      await importChosen(chosen, path.trim())
      await onImported(path.trim())
    } catch (thrown) {
      setFailure(thrown as Error)
      setBusy(null)
    }
  }
  return (
    <Dialog
      open
      sticky
      onOpenChange={(open) => open || onClose()}
      title="Import a flow"
      description="From a zip file or a folder. Nothing of it runs until you allow that."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} disabled={!chosen} busy={busy}>
            Import
          </Button>
        </>
      }
    >
      <Form id={form} onSubmit={() => void send()}>
        <FileDrop
          label={chosen ? shownChoice(chosen) : "Drop a zip file or a folder here, or choose a zip"}
          hint={
            chosen
              ? "Drop another one to take that instead."
              : "A single folder around everything is left out."
          }
          accept=".zip"
          onFiles={([file]) => file && choose(chosenZip(file))}
          onFolder={(files) => choose(chosenFolder(files))}
        />
        <FolderButton onFiles={(files) => choose(chosenFolder(files))} />
        <TextField
          label="Folder"
          required
          code
          disabled={!chosen}
          value={path}
          onChange={(value) => {
            setPath(value)
            setProblem(null)
          }}
          error={problem}
          hint="Where it shall lie, below the opened folder."
        />
        {failure ? <ErrorView error={failure} title="It was not imported." /> : null}
      </Form>
    </Dialog>
  )
}

function shownChoice(chosen: Chosen): string {
  return "zip" in chosen
    ? `${chosen.zip.name}, ${formatBytes(chosen.zip.size)}`
    : `${chosen.name}, ${formatCount(chosen.files.length, "file")}`
}

function FolderButton({ onFiles }: { onFiles: (files: GivenFile[]) => void }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <div className={styles.folder}>
      <Button icon={<FolderUp />} onClick={() => input.current?.click()}>
        Choose a folder
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="Folder to import"
        {...{ webkitdirectory: "" }}
        onChange={(event) => {
          onFiles(chosenFiles(event.target.files))
          event.target.value = ""
        }}
      />
    </div>
  )
}
