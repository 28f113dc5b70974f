import type { FlowView } from "@internal/schema/studio"
import { shownError } from "../../api/shown-error.ts"
import type { ShownError } from "../../ui/error-view.tsx"
import type { ChatPortNames, Turn } from "./turn.ts"

export type EvaluatedStatus = "waiting" | "running" | "done" | "failed" | "left-out" | "stopped"

/** A node of an experiment, and what it did with a turn. */
export interface EvaluatedNode {
  readonly name: string
  readonly status: EvaluatedStatus
  readonly outputs?: unknown
  readonly metrics?: Readonly<Record<string, unknown>>
  readonly error?: ShownError
  /** Why it was left out. */
  readonly reason?: string
  /** Milliseconds. */
  readonly duration?: number
}

/** A turn in an experiment. Another object after each change. */
export interface Evaluation {
  readonly template: string
  /** Of the experiment. */
  readonly inputs: Readonly<Record<string, unknown>>
  /** What of the turn is which input. */
  readonly ports: ChatPortNames
  readonly status: Exclude<EvaluatedStatus, "left-out">
  readonly nodes: readonly EvaluatedNode[]
  /** The server's work that it is, as long as that goes on. */
  readonly work?: string
  readonly error?: ShownError
}

export const isOpen = ({ status }: { status: EvaluatedStatus }): boolean =>
  status === "waiting" || status === "running"

/** Given up: what had not ended says so. */
export function stopped(evaluation: Evaluation): Evaluation {
  const nodes = evaluation.nodes.map((node) =>
    isOpen(node) ? { ...node, status: "stopped" as const } : node,
  )
  return { ...evaluation, status: "stopped", nodes }
}

/** What an experiment is told of a turn: all that its flow ran with, and what it answered. */
export function lineOf(view: Pick<FlowView, "inputs">, turn: Turn, ports: ChatPortNames) {
  const defaults = view.inputs.flatMap(({ name, default: value }) =>
    value === undefined ? [] : [[name, value] as const],
  )
  const inputs: Record<string, unknown> = { ...Object.fromEntries(defaults), ...turn.inputs }
  if (ports.history !== undefined) inputs[ports.history] = turn.history
  inputs[ports.input] = turn.message
  return { inputs, outputs: turn.outputs, ...(turn.run !== undefined && { run: turn.run }) }
}

interface TestedNode {
  name: string
  status: "done" | "failed" | "answered" | "left-out"
  outputs?: unknown
  metrics?: Record<string, unknown>
  error?: Parameters<typeof shownError>[0]
  reason?: string
  duration?: number
}

/** The nodes as they ended; the flow's own is the turn itself. */
export function endedNodes(result: unknown): EvaluatedNode[] {
  const { nodes = [] } = (result ?? {}) as { nodes?: TestedNode[] }
  return nodes.flatMap(({ name, status, outputs, metrics, error, reason, duration }): EvaluatedNode[] =>
    status === "answered"
      ? []
      : [
          {
            name,
            status,
            ...(status !== "left-out" && { outputs }),
            ...(metrics && { metrics }),
            ...(error && { error: shownError(error) }),
            ...(reason !== undefined && { reason }),
            ...(duration !== undefined && { duration }),
          },
        ],
  )
}

const TOLD: Record<string, EvaluatedStatus> = { InProgress: "running", Completed: "done", Failed: "failed" }

/** The nodes after one of them has told how it stands. */
export function toldNodes(
  nodes: readonly EvaluatedNode[],
  { node, status, tested }: { node: string; status: string; tested?: unknown },
): EvaluatedNode[] {
  const [ended] = tested ? endedNodes({ nodes: [tested] }) : []
  const now = ended ?? { name: node, status: TOLD[status] ?? "running" }
  return nodes.some(({ name }) => name === node)
    ? nodes.map((one) => (one.name === node ? now : one))
    : [...nodes, now]
}

/** Nodes where they stood before, others after them. */
export function inPlace(nodes: readonly EvaluatedNode[], before: readonly EvaluatedNode[]): EvaluatedNode[] {
  const place = ({ name }: EvaluatedNode) => {
    const at = before.findIndex((one) => one.name === name)
    return at < 0 ? before.length : at
  }
  return nodes.toSorted((one, other) => place(one) - place(other))
}

/** Those kept with a turn, if they are that; what was under way is asked for again, or followed. */
export function keptEvaluations(kept: unknown): Evaluation[] {
  if (!Array.isArray(kept)) return []
  return kept.flatMap((one: Partial<Evaluation> | null): Evaluation[] => {
    if (typeof one?.template !== "string" || typeof one.ports?.input !== "string") return []
    if (typeof one.status !== "string" || !Array.isArray(one.nodes)) return []
    const evaluation = { inputs: {}, ...one } as Evaluation
    return [
      evaluation.status === "running" && !evaluation.work ? { ...evaluation, status: "waiting" } : evaluation,
    ]
  })
}
