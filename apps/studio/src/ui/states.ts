/** The states of runs, lines and nodes, as the whole studio names, colours and shapes them. */
export type State =
  | "running"
  | "done"
  | "cached"
  | "failed"
  | "crashed"
  | "cancelled"
  | "interrupted"
  | "bypassed"
  | "stale"
  | "waiting"

export const STATES: readonly State[] = [
  "running",
  "done",
  "cached",
  "failed",
  "crashed",
  "cancelled",
  "interrupted",
  "bypassed",
  "stale",
  "waiting",
]

export const STATE_NAMES: Readonly<Record<State, string>> = {
  running: "Running",
  done: "Done",
  cached: "Cached",
  failed: "Failed",
  crashed: "Crashed",
  cancelled: "Cancelled",
  interrupted: "Interrupted",
  bypassed: "Bypassed",
  stale: "Stale",
  waiting: "Waiting",
}
