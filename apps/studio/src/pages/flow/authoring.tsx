import type { FlowView } from "@internal/schema/studio"
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react"
import { useFlow, useOutline } from "../../flow/flow-context.ts"
import { flowShapeOf } from "../../flow/flow-shape-of.ts"
import { useProblemsByNode } from "../../flow/use-problems.ts"
import { Page } from "../../frame/page.tsx"
import { INPUTS, OUTPUTS } from "../../graph/flow-shape.ts"
import { Skeleton } from "../../ui/skeleton.tsx"
import { SplitPane } from "../../ui/split-pane.tsx"
import { AddNode } from "./add-node.tsx"
import styles from "./authoring.module.css"
import { Conflicts } from "./conflicts.tsx"
import { FilesPane } from "./files-pane.tsx"
import { FlowBar } from "./flow-bar.tsx"
import { InputsCard } from "./inputs-card.tsx"
import { NodeCard } from "./node-card.tsx"
import { OutputsCard } from "./outputs-card.tsx"
import { usePane } from "./panes.tsx"
import { PlacesContext } from "./places.ts"
import { RawEditor } from "./raw-editor.tsx"
import { ResultsDrawer } from "./results-drawer.tsx"
import { useFlowCommands } from "./use-flow-commands.ts"
import { usePlacesOf } from "./use-places.ts"

const FlowGraph = lazy(() => import("../../graph/flow-graph.tsx"))

/** The authoring page of a DAG flow: files, cards, graph, and what the last run gave. */
export function Authoring({ view }: { view: FlowView }) {
  const flow = useFlow()
  const outline = useOutline()
  const [selected, setSelected] = useState<string>()
  const [rawFile, setRawFile] = useState<string>()
  const problems = useProblemsByNode()
  const shape = useMemo(() => flowShapeOf(outline, problems), [outline, problems])
  const cards = useRef<HTMLDivElement>(null)
  const files = usePane("files")
  const pictured = usePane("graph")
  const results = usePane("results")
  useFlowCommands(flow, view, { rawFile, setRawFile })

  const show = (node: string) => {
    setSelected(node)
    setRawFile(undefined)
    requestAnimationFrame(() =>
      cards.current
        ?.querySelector(`[data-card="${CSS.escape(cardOf(node))}"]`)
        ?.scrollIntoView({ block: "start", behavior: "auto" }),
    )
  }
  const places = usePlacesOf({ showCard: show, showFile: setRawFile })
  // the card in view is the node that the graph marks
  useEffect(() => {
    const pane = cards.current
    if (!pane) return
    const observer = new IntersectionObserver(
      (entries) => {
        const seen = entries
          .filter((entry) => entry.isIntersecting)
          .map((entry) => (entry.target as HTMLElement).dataset.card)
        const node = outline.nodes.find(({ name }) => seen.includes(name))
        if (node) setSelected(node.name)
      },
      { root: pane, rootMargin: "0px 0px -75% 0px" },
    )
    for (const card of pane.querySelectorAll("[data-card]")) observer.observe(card)
    return () => observer.disconnect()
  }, [outline.nodes])

  const flatten = (
    <div ref={cards} className={styles.cards}>
      <Conflicts />
      {rawFile !== undefined ? (
        <RawEditor path={rawFile} at={places.at} onClose={() => setRawFile(undefined)} />
      ) : (
        <>
          <InputsCard />
          <OutputsCard />
          {outline.nodes.map((node) => (
            <NodeCard key={node.index} index={node.index} />
          ))}
          <AddNode />
        </>
      )}
    </div>
  )
  const graph = (
    <section className={styles.graphPane} aria-label="Graph">
      <Suspense fallback={<Skeleton text="Loading the graph" />}>
        <FlowGraph
          shape={shape}
          statuses={flow.last}
          selected={selected}
          onSelect={show}
          onConnect={(from, to) => connect(flow, outline, from, to)}
        />
      </Suspense>
    </section>
  )
  return (
    <PlacesContext value={places}>
      <Page title={view.name} breadcrumb={[{ label: "Flows", href: "/flows" }]} bare>
        <FlowBar view={view} panes={[files, pictured, results]} />
        <SplitPane
          id="authoring-drawer"
          direction="column"
          sized="second"
          label="Results"
          initial={Math.round(innerHeight * 0.22)}
          min={96}
          rest={200}
          collapsible
          collapsed={results.isHidden}
          onCollapsedChange={results.hide}
          className={styles.body}
          first={
            <SplitPane
              id="authoring-files"
              label="Files"
              initial={200}
              min={140}
              max={420}
              rest={480}
              collapsible
              collapsed={files.isHidden}
              onCollapsedChange={files.hide}
              first={<FilesPane view={view} selected={rawFile} onOpen={setRawFile} />}
              second={
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
                  second={graph}
                />
              }
            />
          }
          second={<ResultsDrawer />}
        />
      </Page>
    </PlacesContext>
  )
}

function cardOf(node: string): string {
  return node === INPUTS ? "inputs" : node === OUTPUTS ? "outputs" : node
}

/** A wire that is drawn becomes an input of the node that it leads to. */
function connect(
  flow: ReturnType<typeof useFlow>,
  outline: ReturnType<typeof useOutline>,
  from: string,
  to: string,
): void {
  const node = outline.nodes.find(({ name }) => name === to)
  const free = node?.inputs.find(({ value }) => value === "" || value === null)
  if (!node) return
  const name = free?.name ?? (from === INPUTS ? (outline.inputs[0]?.name ?? "input") : from)
  const value = from === INPUTS ? `\${inputs.${outline.inputs[0]?.name ?? "input"}}` : `\${${from}.output}`
  void flow.set(node, ["inputs", name], value, `connect ${node.name}`)
}
