import {
  Archive,
  ArchiveRestore,
  Copy,
  Download,
  Ellipsis,
  History,
  Pencil,
  SquarePen,
  Trash2,
  Undo2,
} from "lucide-react"
import { IconButton } from "../../ui/icon-button.tsx"
import { Menu, type MenuItem } from "../../ui/menu.tsx"
import type { ListedFlow } from "./listed-flow.ts"

export interface FlowActions {
  open: (flow: ListedFlow) => void
  clone: (flow: ListedFlow) => void
  rename: (flow: ListedFlow) => void
  download: (flow: ListedFlow) => void
  runs: (flow: ListedFlow) => void
  archive: (flow: ListedFlow) => void
  unarchive: (flow: ListedFlow) => void
  delete: (flow: ListedFlow) => void
  /** Of one in the trash. */
  restore: (flow: ListedFlow) => void
  purge: (flow: ListedFlow) => void
}

export function FlowMenu({ flow, actions }: { flow: ListedFlow; actions: FlowActions }) {
  return (
    <Menu
      align="end"
      trigger={
        <IconButton
          label={`Actions for ${flow.called ?? flow.name}`}
          icon={<Ellipsis />}
          size="small"
          side="left"
        />
      }
      items={flow.deleted ? ofDeleted(flow, actions) : ofFlow(flow, actions)}
    />
  )
}

function ofFlow(flow: ListedFlow, actions: FlowActions): MenuItem[] {
  const isRoot = flow.path === "." // the opened folder stays where it is
  return [
    { label: "Open", icon: <SquarePen />, onSelect: () => actions.open(flow) },
    { label: "Runs of it", icon: <History />, onSelect: () => actions.runs(flow) },
    "separator",
    { label: "Clone…", icon: <Copy />, onSelect: () => actions.clone(flow) },
    { label: "Rename…", icon: <Pencil />, disabled: isRoot, onSelect: () => actions.rename(flow) },
    { label: "Download zip", icon: <Download />, onSelect: () => actions.download(flow) },
    "separator",
    flow.archived
      ? { label: "Restore", icon: <ArchiveRestore />, onSelect: () => actions.unarchive(flow) }
      : { label: "Archive", icon: <Archive />, onSelect: () => actions.archive(flow) },
    {
      label: "Delete…",
      icon: <Trash2 />,
      danger: true,
      disabled: isRoot,
      onSelect: () => actions.delete(flow),
    },
  ]
}

const ofDeleted = (flow: ListedFlow, actions: FlowActions): MenuItem[] => [
  { label: "Restore", icon: <Undo2 />, onSelect: () => actions.restore(flow) },
  "separator",
  { label: "Delete for good…", icon: <Trash2 />, danger: true, onSelect: () => actions.purge(flow) },
]
