import type {
  ApiCall,
  Argument,
  CallSink,
  Connection,
  Host,
  LineSession,
  NodeKey,
  NodeValue,
  PlannedNode,
  Seat,
  Usage,
} from "@internal/schema"
import type { PreparedPlan } from "../prepare.ts"
import type { RoleEscapes } from "../prompt/escape-roles.ts"
import type { TextFeed } from "./text-feed.ts"

/** A value on its way into a node, with what an earlier prompt node had escaped in it. */
export interface Input {
  value: Argument
  /** Set for the text of a prompt node whose own inputs held role headers (spec 5.2, PromptResult). */
  escaped?: EscapedText
}
export interface EscapedText {
  text: string
  escapes: RoleEscapes
}

export interface NodeCall {
  node: PlannedNode
  line: number | null
  attempt: number
  inputs: Map<string, Input>
  /** Set where the caller decides whether the node streams, not its inputs. */
  stream?: boolean
  prepared: PreparedPlan
  host: Host
  sink: CallSink
  signal: AbortSignal
  /** The line's Python worker, opened at the first need. */
  python(): Promise<LineSession>
  /** The same for JavaScript and TypeScript tools. */
  javascript(): Promise<LineSession>
  connection(name: string): Connection
  /** Set while tracing is on: the node's calls of models so far. */
  traces?: ApiCall[]
  /** Told of a model that speaks on after the node has ended. */
  opened(feed: TextFeed): void
  /** The answer that is known under this key, where one may stand for the call. */
  recall(key: NodeKey): Promise<NodeResult | undefined>
  /** The line's slot. */
  seat: Seat
  /** Told around waits that need no slot: another line may use it. */
  waiting<T>(wait: () => Promise<T>): Promise<T>
}

export interface NodeResult {
  value: NodeValue
  escaped?: EscapedText
  portable: boolean
  calls: ApiCall[]
  usage?: Usage
}
