import { Box, FileText, LayoutGrid, Play, Plug, Workflow } from "lucide-react"
import { useMemo } from "react"
import { useLocation } from "wouter"
import { useAnswer } from "../api/queries.ts"
import { flowAddress, flowAt } from "../flow/flow-address.ts"
import type { ListedCommand } from "./commands.ts"

/** So many are looked through; the list of runs has them all. */
const RUNS = 300

/** Something of the folder or the store that the palette goes to. */
export interface PaletteItem extends ListedCommand {
  /** Beside the label: where it lies, of what it is. */
  note?: string
}

/** Flows, cards of the flow that is open, runs, connections and samples. Asked for when the palette opens. */
export function usePaletteItems(): PaletteItem[] {
  const [location, go] = useLocation()
  const opened = flowAt(location) ?? ""
  const flows = useAnswer("flows.list").data
  const view = useAnswer("flows.get", { flow: opened }, { enabled: opened !== "" }).data
  const runs = useAnswer("runs.list", { limit: RUNS }).data
  const connections = useAnswer("connections.list").data
  const samples = useAnswer("gallery.list").data
  return useMemo(() => {
    const item = (
      group: string,
      icon: PaletteItem["icon"],
      { label, note, to }: { label: string; note?: string | undefined; to: string },
    ): PaletteItem => ({
      id: `at ${to}`,
      group,
      icon,
      label,
      ...(note !== undefined && note !== label && { note, words: note }),
      run: () => go(to),
    })
    const cards = view?.kind === "dag" ? ["Inputs", "Outputs"] : []
    const ports = cards.map((label) => ({
      label,
      note: "card",
      to: `${flowAddress(opened)}?card=${label.toLowerCase()}`,
    }))
    const nodes = view?.nodes.map(({ name }) => ({
      label: name,
      note: "node",
      to: flowAddress(opened, name),
    }))
    return [
      ...[...(nodes ?? []), ...ports].map((one) => item(`Cards of ${view?.name}`, <Box />, one)),
      ...(flows ?? []).map(({ name, path, kind }) =>
        item("Flows", kind === "prompty" ? <FileText /> : <Workflow />, {
          label: name,
          note: path === "." ? "the opened folder" : path,
          to: flowAddress(path),
        }),
      ),
      ...(runs ?? []).map(({ name, displayName }) =>
        item("Runs", <Play />, {
          label: displayName || name,
          note: name,
          to: `/runs/${encodeURIComponent(name)}`,
        }),
      ),
      ...(connections ?? []).map(({ name }) =>
        item("Connections", <Plug />, {
          label: name,
          note: "connection",
          to: `/connections?open=${encodeURIComponent(name)}`,
        }),
      ),
      ...(samples ?? []).map(({ name, title, type }) =>
        item("Gallery", <LayoutGrid />, {
          label: title,
          note: name,
          to: `/gallery?${new URLSearchParams({ ...(type === "evaluation" && { tab: type }), sample: name })}`,
        }),
      ),
    ]
  }, [flows, view, opened, runs, connections, samples, go])
}
