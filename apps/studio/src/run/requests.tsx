import type { ApiCall, CallEnd } from "@internal/schema"
import { Badge } from "../ui/badge.tsx"
import { Cost, Duration, Tokens } from "../ui/figures.tsx"
import { StateDot } from "../ui/state-dot.tsx"
import { CallTree } from "./call-tree.tsx"
import styles from "./requests.module.css"

/** Requests to models with how long they waited and what they cost, and the tree of calls as the node recorded them. */
export function Requests({ requests, calls }: { requests: readonly CallEnd[]; calls: readonly ApiCall[] }) {
  if (requests.length === 0 && calls.length === 0)
    return (
      <p className={styles.muted}>
        No call of it was recorded. Runs of the command line record calls with PF_DISABLE_TRACING=false.
      </p>
    )
  return (
    <div className={styles.calls}>
      {requests.length > 0 ? (
        <div className={styles.wide}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Request</th>
                <th scope="col">Connection</th>
                <th scope="col">Waited</th>
                <th scope="col">First token</th>
                <th scope="col">Time</th>
                <th scope="col">Tokens</th>
                <th scope="col">Cost</th>
              </tr>
            </thead>
            <tbody>
              {requests.map((one, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: requests come in their order
                <tr key={at}>
                  <td>
                    <span className={styles.marks}>
                      <StateDot state={one.error ? "failed" : one.replayed ? "cached" : "done"} />
                      {one.model}
                      {retryOf(requests, at) > 0 ? (
                        <Badge tone="stale">retry {retryOf(requests, at)}</Badge>
                      ) : null}
                      {one.replayed ? <Badge>replayed</Badge> : null}
                    </span>
                    {one.error ? <div className={styles.error}>{one.error.message}</div> : null}
                  </td>
                  <td>{one.connection}</td>
                  <td>
                    <Duration milliseconds={one.waited} />
                  </td>
                  <td>
                    <Duration milliseconds={one.firstToken} />
                  </td>
                  <td>
                    <Duration milliseconds={one.duration} />
                  </td>
                  <td>
                    <Tokens count={one.usage?.total_tokens} />
                  </td>
                  <td>
                    <Cost dollars={one.cost} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {calls.length > 0 ? <CallTree calls={calls} /> : null}
    </div>
  )
}

/** Which retry a request is: how many before it have failed one after another, as attempts at the same; 0 for none. */
export function retryOf(
  requests: readonly Pick<CallEnd, "model" | "attempt" | "error">[],
  at: number,
): number {
  const before = requests[at - 1]
  const one = requests[at]
  if (!before?.error || !one || before.model !== one.model || one.attempt <= before.attempt) return 0
  return retryOf(requests, at - 1) + 1
}
