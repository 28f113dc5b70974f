import { call } from "../../api/call.ts"
import { queryClient } from "../../api/queries.ts"
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
  if (what === "clone")
    return (
      <FolderNameDialog
        title={`Clone ${flow.name}`}
        action="Clone"
        doing="Cloning…"
        initial={freeName(
          `${flow.path === "." ? flow.name : flow.path.replace(/\.prompty$/, "")}-copy`,
          taken,
        )}
        taken={taken}
        submit={async (path) =>
          openMade((await call("flows.clone", { body: { path, from: { flow: flow.path } } })).path)
        }
        onClose={onClose}
      />
    )
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
  return (
    <FolderNameDialog
      title={`Rename ${flow.name}`}
      description="Runs of it keep the name that it had."
      action="Rename"
      doing="Renaming…"
      label={flow.kind === "prompty" ? "File" : "Folder"}
      initial={flow.path}
      taken={taken}
      submit={async (to) => {
        await call("flows.rename", { body: { flow: flow.path, to } })
        await addressOfMade(to)
        onClose()
      }}
      onClose={onClose}
    />
  )
}
