import type { OpenFlow } from "../../flow/open-flow.ts"
import { Turns } from "../../flow/turns.ts"

const turns = new Turns<OpenFlow>()

/** What names something new begins when what did so before it has ended: only then is it known which names are free. */
export function inTurn<T>(flow: OpenFlow, work: () => Promise<T>): Promise<T> {
  return turns.take(flow, work)
}
