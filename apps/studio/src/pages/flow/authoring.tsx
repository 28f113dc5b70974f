import { memo, useMemo, useRef, useState } from "react"
import { type FlowFacts, useFlow } from "../../flow/flow-context.ts"
import { useFreshTools } from "../../flow/use-tools.ts"
import { INPUTS, OUTPUTS } from "../../graph/flow-shape.ts"
import { SplitPane } from "../../ui/split-pane.tsx"
import { AddNode } from "./add-node.tsx"
import styles from "./authoring.module.css"
import { BrokenFile } from "./broken-file.tsx"
import { CardList } from "./card-list.tsx"
import { Conflicts } from "./conflicts.tsx"
import { GraphPane } from "./graph-pane.tsx"
import { InputsCard } from "./inputs-card.tsx"
import { keepAtTop } from "./keep-at-top.ts"
import { NodeCommands } from "./node-commands.tsx"
import { OutputsCard } from "./outputs-card.tsx"
import { usePane } from "./panes.tsx"
import { PlacesContext } from "./places.ts"
import { RawEditor } from "./raw-editor.tsx"
import { Selection } from "./selection.ts"
import { useFlowCommands } from "./use-flow-commands.ts"
import { usePlacesOf } from "./use-places.ts"
import { Workbench } from "./workbench.tsx"

/** The authoring page of a DAG flow: files, cards, graph, and what the last run gave. Each part asks for what it shows. */
export const Authoring = memo(function Authoring({ view }: { view: FlowFacts }) {
  const flow = useFlow()
  const selection = useMemo(() => new Selection(), [])
  const [rawFile, setRawFile] = useState<string>()
  const cards = useRef<HTMLDivElement>(null)
  const letGo = useRef<() => void>(undefined)
  const pictured = usePane("graph")
  useFreshTools()
  useFlowCommands(flow, view, { rawFile, setRawFile })

  const show = (node: string) => {
    setRawFile(undefined)
    letGo.current?.()
    const find = () => cardIn(cards.current, node)
    const whenDrawn = () => {
      if (selection.node !== node || !cards.current) return
      letGo.current = keepAtTop(cards.current, find, () => selection.select(node))
    }
    soon(find, whenDrawn)
  }
  const open = (node: string, on: "card" | "name") => {
    show(node)
    const focus = () => {
      const card = cardIn(cards.current, node) // another one, if it was far
      const name = on === "name" ? card?.querySelector<HTMLInputElement>("input") : undefined
      ;(name ?? card)?.focus()
      name?.select() // a suggested one is typed over
    }
    const isFree = () => document.querySelector("[role=dialog][data-state=open]") === null || undefined
    // where it will be, and when the palette lets go of the focus
    const focusSoon = () => void setTimeout(() => soon(isFree, focus), 250)
    soon(() => cardIn(cards.current, node), focusSoon)
  }
  const selected = (node: string) => {
    selection.select(node)
    return node
  }
  const sought = (node: string) => {
    selection.seek(node)
    return node
  }
  const places = usePlacesOf({
    showCard: (node) => show(sought(node)),
    openCard: (node, on) => open(sought(node), on),
    showFile: setRawFile,
  })
  const flatten = (
    <div ref={cards} className={styles.cards}>
      <Conflicts />
      {rawFile !== undefined ? (
        <RawEditor path={rawFile} at={places.at} onClose={() => setRawFile(undefined)} />
      ) : (
        <>
          <BrokenFile />
          <InputsCard />
          <OutputsCard />
          <CardList pane={cards} selection={selection} />
          <AddNode />
        </>
      )}
    </div>
  )
  return (
    <PlacesContext value={places}>
      <NodeCommands selection={selection} />
      <Workbench view={view} folder={view.path} file={rawFile} onFile={setRawFile} panes={[pictured]}>
        <SplitPane
          id="authoring-graph"
          sized="second"
          label="Graph"
          initial={Math.min(440, Math.round(innerWidth * 0.34))}
          min={240}
          rest={380}
          collapsible
          collapsed={pictured.isHidden}
          onCollapsedChange={pictured.hide}
          first={flatten}
          second={
            <GraphPane
              selection={selection}
              onShow={(node) => show(selected(node))}
              onOpen={(node) => open(selected(node), "name")}
            />
          }
        />
      </Workbench>
    </PlacesContext>
  )
})

/** Does something with what may have to be drawn first; gives up after two seconds. */
function soon<T>(find: () => T | null | undefined, then: (found: T) => void, tries = 50): void {
  const found = find()
  if (found) then(found)
  else if (tries > 0) setTimeout(() => soon(find, then, tries - 1), 40)
}

function cardIn(pane: HTMLElement | null, node: string): HTMLElement | null | undefined {
  const card = node === INPUTS ? "inputs" : node === OUTPUTS ? "outputs" : node
  return pane?.querySelector<HTMLElement>(`[data-card="${CSS.escape(card)}"]`)
}
