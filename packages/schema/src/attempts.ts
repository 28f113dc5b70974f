import type { RunEvent } from "./event.ts"
import { reduceLine } from "./fold.ts"
import type { LineState, NodeState } from "./states.ts"

/** What attempts at a line have left, the last one having been cut off or failed. */
export interface EarlierAttempts {
  last: LineState
  /** How nodes ended, in the order in which they first started; what a later attempt had of it stands. */
  nodes: ReadonlyMap<string, NodeState>
}

/** One attempt after the other: an answer is kept until a later attempt has another one, or has failed at it. */
export function withAttempt(earlier: EarlierAttempts | undefined, last: LineState): EarlierAttempts {
  const nodes = new Map(earlier?.nodes)
  for (const [name, node] of last.nodes) {
    const known = nodes.get(name)
    const cutOff = node.status === "running" || node.status === "canceled"
    nodes.set(name, known && cutOff ? { ...known, attempt: node.attempt } : node)
  }
  return { last, nodes }
}

/** The attempts at one line, from their events in order. */
export class AttemptFold {
  #before: EarlierAttempts | undefined
  #line: LineState | undefined

  constructor(before?: EarlierAttempts) {
    this.#before = before
  }

  add(event: RunEvent): void {
    if (event.type === "line-start" && this.#line) this.#before = withAttempt(this.#before, this.#line)
    this.#line = reduceLine(this.#line, event)
  }

  get attempts(): EarlierAttempts | undefined {
    return this.#line ? withAttempt(this.#before, this.#line) : this.#before
  }
}
