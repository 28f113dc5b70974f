import { formatCount } from "../ui/format.ts"
import type { FlowDocument } from "./flow-document.ts"

/** Writes what waits. Rejects where a file cannot be: what runs then is not what the page shows. */
export async function allSaved(document: FlowDocument): Promise<void> {
  await document.flush()
  const left = document.files.filter(({ state }) => state === "conflict" || state === "failed")
  const [first] = left
  if (!first) return
  const isConflict = first.state === "conflict"
  const more = left.length > 1 ? `, and ${formatCount(left.length - 1, "other file")}` : ""
  throw Object.assign(
    new Error(
      isConflict
        ? `${first.path} was changed on disk, and here${more}.`
        : `${first.path} could not be saved${more}.`,
    ),
    {
      code: isConflict ? "FILE_CHANGED" : "FILE_NOT_SAVED",
      hint: isConflict
        ? "Take what is on disk or keep yours; then run again."
        : "What would run is not what you see. Save again, then run.",
    },
  )
}
