import { PanelBottom, PanelLeft, PanelRight } from "lucide-react"
import { IconButton } from "../../ui/icon-button.tsx"
import { asBoolean, useRemembered } from "../../ui/remembered.ts"

export interface Pane {
  name: "files" | "graph" | "results"
  isHidden: boolean
  hide(isHidden: boolean): void
}

const ICONS = { files: <PanelLeft />, graph: <PanelRight />, results: <PanelBottom /> }

/** In windows narrower than this a pane begins hidden; 200 % of a usual window is 720 wide. */
const ROOM: Record<Pane["name"], number> = { files: 1200, graph: 860, results: 0 }

/** A pane around the cards, shown or hidden, remembered. */
export function usePane(name: Pane["name"]): Pane {
  const [isHidden, hide] = useRemembered(`authoring.${name}.hidden`, innerWidth < ROOM[name], asBoolean)
  return { name, isHidden, hide }
}

/** One button a pane: pressed while it is shown. */
export function PaneButtons({ panes }: { panes: readonly Pane[] }) {
  return panes.map(({ name, isHidden, hide }) => (
    <IconButton
      key={name}
      label={isHidden ? `Show ${name}` : `Hide ${name}`}
      icon={ICONS[name]}
      aria-pressed={!isHidden}
      onClick={() => hide(!isHidden)}
    />
  ))
}
