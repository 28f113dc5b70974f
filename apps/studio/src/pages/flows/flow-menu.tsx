import type { FlowSummary } from "@internal/schema/studio"
import { Copy, Download, Ellipsis, History, Pencil, SquarePen, Trash2 } from "lucide-react"
import { IconButton } from "../../ui/icon-button.tsx"
import { Menu } from "../../ui/menu.tsx"

export interface FlowActions {
  open: (flow: FlowSummary) => void
  clone: (flow: FlowSummary) => void
  rename: (flow: FlowSummary) => void
  download: (flow: FlowSummary) => void
  runs: (flow: FlowSummary) => void
  delete: (flow: FlowSummary) => void
}

export function FlowMenu({ flow, actions }: { flow: FlowSummary; actions: FlowActions }) {
  const isRoot = flow.path === "." // the opened folder stays where it is
  return (
    <Menu
      align="end"
      trigger={<IconButton label={`Actions for ${flow.name}`} icon={<Ellipsis />} size="small" side="left" />}
      items={[
        { label: "Open", icon: <SquarePen />, onSelect: () => actions.open(flow) },
        { label: "Runs of it", icon: <History />, onSelect: () => actions.runs(flow) },
        "separator",
        { label: "Clone…", icon: <Copy />, onSelect: () => actions.clone(flow) },
        { label: "Rename…", icon: <Pencil />, disabled: isRoot, onSelect: () => actions.rename(flow) },
        { label: "Download zip", icon: <Download />, onSelect: () => actions.download(flow) },
        "separator",
        {
          label: "Delete…",
          icon: <Trash2 />,
          danger: true,
          disabled: isRoot,
          onSelect: () => actions.delete(flow),
        },
      ]}
    />
  )
}
