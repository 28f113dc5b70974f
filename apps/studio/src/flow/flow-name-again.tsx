import type { FlowSummary } from "@internal/schema/studio"
import { call } from "../api/call.ts"
import { freeName } from "./folder-name.ts"
import { FolderNameDialog } from "./folder-name-dialog.tsx"

interface FlowNameAgainProps {
  what: "clone" | "rename"
  flow: Pick<FlowSummary, "path" | "name" | "kind">
  /** Paths of flows that are there. */
  taken: ReadonlySet<string>
  /** Goes to the clone. */
  onMade: (path: string) => Promise<unknown>
  /** The flow lies there now. */
  onRenamed: (path: string) => Promise<unknown>
  onClose: () => void
}

/** A clone needs a name of its own, and a rename another one. */
export function FlowNameAgain({ what, flow, taken, onMade, onRenamed, onClose }: FlowNameAgainProps) {
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
          onMade((await call("flows.clone", { body: { path, from: { flow: flow.path } } })).path)
        }
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
        await onRenamed(to)
        onClose()
      }}
      onClose={onClose}
    />
  )
}
