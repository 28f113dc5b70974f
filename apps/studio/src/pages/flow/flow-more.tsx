import { Copy, Download, EllipsisVertical, Link2, Pencil } from "lucide-react"
import { useState } from "react"
import { useLocation } from "wouter"
import { useAnswer } from "../../api/queries.ts"
import { downloadFlow } from "../../flow/download-flow.ts"
import { flowAddress } from "../../flow/flow-address.ts"
import { type FlowFacts, useFlow } from "../../flow/flow-context.ts"
import { FlowNameAgain } from "../../flow/flow-name-again.tsx"
import { addressOfMade } from "../../flow/open-made-flow.ts"
import { IconButton } from "../../ui/icon-button.tsx"
import { Menu } from "../../ui/menu.tsx"
import { toast } from "../../ui/toasts.ts"
import { failed } from "./file-actions.ts"

/** What is done with the flow as a whole: another name, a clone, a link, a zip. */
export function FlowMore({ view }: { view: FlowFacts }) {
  const flow = useFlow()
  const [, go] = useLocation()
  const [asked, ask] = useState<"clone" | "rename">()
  // what is written is what is cloned, or moves
  const askOnceSaved = (what: "clone" | "rename") => void flow.document.flush().then(() => ask(what))
  const download = async () => {
    await flow.document.flush()
    await downloadFlow(view)
  }
  return (
    <>
      <Menu
        align="end"
        trigger={<IconButton label={`Actions for ${view.name}`} icon={<EllipsisVertical />} />}
        items={[
          {
            label: "Rename…",
            icon: <Pencil />,
            disabled: view.path === ".", // the opened folder stays where it is
            onSelect: () => askOnceSaved("rename"),
          },
          { label: "Clone…", icon: <Copy />, onSelect: () => askOnceSaved("clone") },
          { label: "Copy link", icon: <Link2 />, onSelect: () => copyLink(view) },
          {
            label: "Download as zip",
            icon: <Download />,
            onSelect: () => void download().catch(failed),
          },
        ]}
      />
      {asked && (
        <NameAgain
          what={asked}
          view={view}
          onGo={async (path) => go(await addressOfMade(path))}
          onClose={() => ask(undefined)}
        />
      )}
    </>
  )
}

function NameAgain({
  what,
  view,
  onGo,
  onClose,
}: {
  what: "clone" | "rename"
  view: FlowFacts
  onGo: (path: string) => Promise<void>
  onClose: () => void
}) {
  const { data: flows = [] } = useAnswer("flows.list")
  const taken = new Set(flows.map(({ path }) => path))
  return (
    <FlowNameAgain
      key={flows.length > 0 ? "known" : "asking"}
      what={what}
      flow={view}
      taken={taken}
      onMade={onGo}
      onRenamed={onGo}
      onClose={onClose}
    />
  )
}

function copyLink({ path, name }: FlowFacts): void {
  const link = new URL(flowAddress(path), location.origin).href
  navigator.clipboard.writeText(link).then(
    () => toast({ kind: "done", title: `The link to ${name} is copied.` }),
    () => toast({ kind: "info", title: link }),
  )
}
