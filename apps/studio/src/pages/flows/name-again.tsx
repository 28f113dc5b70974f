import { call } from "../../api/call.ts"
import { queryClient } from "../../api/queries.ts"
import { FlowNameAgain } from "../../flow/flow-name-again.tsx"
import { freeName } from "../../flow/folder-name.ts"
import { FolderNameDialog } from "../../flow/folder-name-dialog.tsx"
import { addressOfMade } from "../../flow/open-made-flow.ts"
import type { ListedFlow } from "./listed-flow.ts"

interface NameAgainProps {
  what: "clone" | "rename" | "restore"
  flow: ListedFlow
  taken: ReadonlySet<string>
  openMade: (path: string) => Promise<void>
  onClose: () => void
}

/** A clone needs a name of its own, a rename another one, and what is restored where another flow is by now, too. */
export function NameAgain({ what, flow, taken, openMade, onClose }: NameAgainProps) {
  const { deleted } = flow
  if (what === "restore" && deleted)
    return (
      <FolderNameDialog
        title={`Restore ${flow.name}`}
        description={`There is another flow at ${flow.path} by now.`}
        action="Restore"
        doing="Restoring…"
        label={flow.kind === "prompty" ? "File" : "Folder"}
        initial={freeName(flow.path, new Set([...taken, flow.path]))}
        taken={taken}
        submit={async (to) => {
          await call("flows.undelete", { body: { trash: deleted.trash, to } })
          await queryClient.invalidateQueries({ queryKey: ["flows.deleted"] })
          await openMade(to)
        }}
        onClose={onClose}
      />
    )
  if (what === "restore") return null
  return (
    <FlowNameAgain
      what={what}
      flow={flow}
      taken={taken}
      onMade={openMade}
      onRenamed={addressOfMade}
      onClose={onClose}
    />
  )
}
