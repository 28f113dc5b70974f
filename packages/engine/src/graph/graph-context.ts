import type {
  Argument,
  Binding,
  Host,
  MillraceError,
  NodeValue,
  ToolModelCall,
  Usage,
} from "@internal/schema"
import type { Json } from "@internal/value"
import type { EscapedText } from "../nodes/node-call.ts"
import type { PreparedPlan } from "../prepare.ts"
import type { EarlierLine } from "../reuse/earlier-line.ts"
import type { Sessions } from "../sessions.ts"

/** What became of a node. A node that never started has no state. */
export type NodeState =
  | { status: "done"; value: NodeValue; escaped?: EscapedText }
  | { status: "bypassed" }
  | { status: "failed"; error: MillraceError }
  | { status: "cancelled" }

/** Names of a graph's nodes, and what became of those that ended: grows while the graph runs. */
export interface GraphNodes {
  readonly members: ReadonlySet<string>
  readonly states: ReadonlyMap<string, NodeState>
}

export interface GraphContext {
  prepared: PreparedPlan
  host: Host
  /** Line number, null in the aggregation stage. */
  line: number | null
  sessions: Sessions
  signal: AbortSignal
  /** Nodes of one line that run at once (spec 3.3: 16). */
  nodeConcurrency: number
  /** Values of references that no node of this graph gives: flow inputs, and lists over lines in the aggregation stage. */
  outside(binding: Binding & { kind: "flow-input" | "node-output" }): Argument
  /** Flow inputs that were left out: parameters of these names take their own defaults. */
  absent?: ReadonlySet<string>
  /** What an earlier attempt has done of it. */
  earlier?: EarlierLine
  metric(name: string, value: Json, variant?: string): void
  /** The line's place among those that are doing something; absent where nothing competes for it. */
  slot?: { give(): void; tryTake(): boolean; take(): Promise<void> }
  /** See `ExecuteOptions`. */
  streaming?: boolean
}

export interface GraphResult {
  states: ReadonlyMap<string, NodeState>
  usage: Usage
  /** Journals a model call of a tool's code that ends after the nodes have: a generator's, read for a flow output. */
  modelCall(call: ToolModelCall): void
  /** Waits until no model speaks any more; all but those of `kept` are stopped. Their tokens are in `usage` then. */
  settle(kept?: ReadonlySet<unknown>): Promise<void>
  /** The first node that failed; nothing was started after it. */
  failure?: { node: string; error: MillraceError }
}
