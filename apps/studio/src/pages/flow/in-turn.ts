import type { OpenFlow } from "../../flow/open-flow.ts"

const last = new WeakMap<OpenFlow, Promise<unknown>>()

/** What names something new begins when what did so before it has ended: only then is it known which names are free. */
export function inTurn<T>(flow: OpenFlow, work: () => Promise<T>): Promise<T> {
  const done = (last.get(flow) ?? Promise.resolve()).then(work)
  last.set(
    flow,
    done.catch(() => {}),
  )
  return done
}
