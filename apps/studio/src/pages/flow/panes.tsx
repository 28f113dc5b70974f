import { PanelBottom, PanelLeft, PanelRight } from "lucide-react"
import { IconButton } from "../../ui/icon-button.tsx"
import { asBoolean, useRemembered } from "../../ui/remembered.ts"

export interface Pane {
  name: "files" | "graph" | "results"
  isHidden: boolean
  hide(isHidden: boolean): void
}

const ICONS = { files: <PanelLeft />, graph: <PanelRight />, results: <PanelBottom /> }

/** A pane around the cards, shown or hidden, remembered. Where there is little room files begin hidden. */
export function usePane(name: Pane["name"]): Pane {
  const [isHidden, hide] = useRemembered(
    `authoring.${name}.hidden`,
    name === "files" && innerWidth < 1200,
    asBoolean,
  )
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
