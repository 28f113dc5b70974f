import { Archive, ArchiveRestore, Download, Trash2, Undo2 } from "lucide-react"
import { Button } from "../../ui/button.tsx"
import { archiveFlows, deleteFlows, downloadFlows, purgeFlows, restoreDeleted } from "./flow-changes.ts"
import type { ListedFlow } from "./listed-flow.ts"

/** What can be done with the flows that are selected. */
export function BulkActions({
  rows,
  all,
  clear,
}: {
  rows: ListedFlow[]
  /** What else may lie in them. */
  all: ListedFlow[]
  clear: () => void
}) {
  const then = async (done: Promise<boolean>) => {
    if (await done) clear()
  }
  if (rows.some(({ deleted }) => deleted))
    return (
      <>
        <Button icon={<Undo2 />} onClick={() => void then(restoreDeleted(rows))}>
          Restore
        </Button>
        <Button icon={<Trash2 />} onClick={() => void then(purgeFlows(rows))}>
          Delete for good
        </Button>
      </>
    )
  const shown = rows.filter(({ archived }) => !archived)
  const hidden = rows.filter(({ archived }) => archived)
  return (
    <>
      <Button icon={<Download />} onClick={() => void downloadFlows(rows)}>
        Download
      </Button>
      {shown.length > 0 ? (
        <Button icon={<Archive />} onClick={() => void then(archiveFlows(shown))}>
          Archive
        </Button>
      ) : null}
      {hidden.length > 0 ? (
        <Button icon={<ArchiveRestore />} onClick={() => void then(archiveFlows(hidden, true))}>
          Restore
        </Button>
      ) : null}
      <Button
        icon={<Trash2 />}
        disabled={rows.some(({ path }) => path === ".")}
        onClick={() => void then(deleteFlows(rows, all))}
      >
        Delete
      </Button>
    </>
  )
}
