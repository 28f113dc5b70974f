import { flowOutline } from "@internal/flow"
import type { StudioRun } from "@internal/schema/studio"
import { toPlain } from "@internal/value"
import { useMemo, useRef, useState } from "react"
import { flowShapeOf } from "../../flow/flow-shape-of.ts"
import { INPUTS, OUTPUTS } from "../../graph/flow-shape.ts"
import type { NodeStatus, StatusSource } from "../../graph/node-status.ts"
import { Card } from "../../ui/card.tsx"
import { late } from "../../ui/late.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import styles from "./snapshot.module.css"
import { type SnapshotFile, SnapshotNode } from "./snapshot-node.tsx"

const FlowGraph = late(() => import("../../graph/flow-graph.tsx"))

const NO_PROBLEMS = new Map()
const NONE: NodeStatus = {}
const NO_STATUS: StatusSource = { get: () => NONE, subscribe: () => () => {} }

interface SnapshotFlowProps {
  run: StudioRun
  /** Of its flow.dag.yaml. */
  text: string
  files: readonly SnapshotFile[]
}

/** A DAG flow as cards and as a graph, which follow each other; only to be read. */
export default function SnapshotFlow({ run, text, files }: SnapshotFlowProps) {
  const outline = useMemo(() => flowOutline(text), [text])
  const shape = useMemo(() => flowShapeOf(outline, NO_PROBLEMS), [outline])
  const [selected, select] = useState<string>()
  const cards = useRef<HTMLElement>(null)
  const show = (node: string) => {
    select(node)
    const card = cards.current?.querySelector(`[data-card="${CSS.escape(cardOf(node))}"]`)
    card?.scrollIntoView({ block: "start", behavior: "auto" })
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too */}
      <section ref={cards} className={styles.cards} aria-label="Cards" tabIndex={0}>
        <div data-card="inputs">
          <Card title="Inputs">
            <Ports
              none="It takes no inputs."
              rows={outline.inputs.map(({ name, fields }) => ({
                name,
                values: [fieldText(fields, "type"), fieldText(fields, "default")],
              }))}
              heads={["Type", "Default"]}
            />
          </Card>
        </div>
        <div data-card="outputs">
          <Card title="Outputs">
            <Ports
              none="It has no outputs."
              rows={outline.outputs.map(({ name, fields }) => ({
                name,
                values: [fieldText(fields, "type"), fieldText(fields, "reference")],
              }))}
              heads={["Type", "Value"]}
            />
          </Card>
        </div>
        {outline.nodes.map((node) => (
          <div key={node.index} data-card={node.name}>
            <SnapshotNode
              node={node}
              files={files}
              ran={ranVariant(run, node.name)}
              selected={node.name === selected}
            />
          </div>
        ))}
      </section>
      <section className={styles.graph} aria-label="Graph">
        <FlowGraph
          instead={<Skeleton text="Loading the graph" />}
          shape={shape}
          statuses={NO_STATUS}
          selected={selected}
          onSelect={show}
        />
      </section>
    </>
  )
}

const cardOf = (node: string) => (node === INPUTS ? "inputs" : node === OUTPUTS ? "outputs" : node)

/** Which variant of a node the run took, where it says so. */
function ranVariant({ properties }: StudioRun, node: string): string | undefined {
  const [, named, variant] = /^\$\{(.*)\.([^.]+)\}$/.exec(String(properties.node_variant ?? "")) ?? []
  return named === node ? variant : undefined
}

type Fields = ReturnType<typeof flowOutline>["inputs"][number]["fields"]

function fieldText(fields: Fields, name: string): string {
  const value = fields.find((field) => field.name === name)?.value
  if (value === undefined || value === null) return ""
  const plain = toPlain(value)
  return typeof plain === "string" ? plain : JSON.stringify(plain)
}

interface PortsProps {
  rows: readonly { name: string; values: readonly string[] }[]
  heads: readonly string[]
  none: string
}

function Ports({ rows, heads, none }: PortsProps) {
  if (rows.length === 0) return <p className={styles.muted}>{none}</p>
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          {["Name", ...heads].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, values }) => (
          <tr key={name}>
            <td>{name}</td>
            {heads.map((head, at) => (
              <td key={head}>{values[at]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
