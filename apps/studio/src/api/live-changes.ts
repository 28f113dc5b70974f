import type { Operation, StudioEvent } from "@internal/schema/studio"
import { ApiFailure, callLines } from "./call.ts"
import { queryClient } from "./queries.ts"
import { takeSession } from "./session.ts"

/** What is asked again when the store or the folder has changed. */
const OF_STORE: Operation[] = ["runs.list", "runs.get", "runs.log", "connections.list"]
const OF_RUNTIMES: Operation[] = ["runtimes.list", "runtimes.check", "doctor"]
const OF_FILES: Operation[] = [
  "flows.list",
  "flows.deleted",
  "flows.get",
  "files.list",
  "data.list",
  "connections.list",
  "experiments.list",
  "conversations.init",
]

/** `any`: nobody knows which, since the server was not heard for a while. */
type Listener = (paths: readonly string[] | "any") => void
const listeners = new Set<Listener>()
const storeListeners = new Set<() => void>()
const connection = new Set<(connection: Connection) => void>()

/** `unknown`: the server answers, but does not know this page: it was started again. */
export type Connection = "there" | "gone" | "unknown"

/** Hears of files that somebody has changed: this page, an editor, git. */
export function onFiles(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Hears that the store has changed: runs, tests, connections, by whatever program. */
export function onStore(listener: () => void): () => void {
  storeListeners.add(listener)
  return () => storeListeners.delete(listener)
}

/** Hears whether the server is there. */
export function onConnection(listener: (connection: Connection) => void): () => void {
  connection.add(listener)
  return () => connection.delete(listener)
}

/** Listens to the server for as long as the page is open; after a break everything is asked again. */
export async function listen(): Promise<never> {
  let isBroken = false
  for (let after = 0, wait = 250; ; wait = Math.min(wait * 2, 4000)) {
    let now: Connection = "gone"
    try {
      for await (const { seq, event } of callLines("events", { query: { after } } as never)) {
        after = Math.max(after, Number(seq))
        const known = event as StudioEvent
        if (known.type === "hello" && isBroken) missed()
        isBroken = false
        heard(known)
        wait = 250
      }
    } catch (thrown) {
      // the server is restarting, or has ended: the page says so and tries again
      if (thrown instanceof ApiFailure && thrown.code === "SESSION_REQUIRED") now = "unknown"
    }
    for (const tell of connection) tell(now)
    if (now === "unknown") await takeSession()
    after = 0
    isBroken = true
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
}

function heard(event: StudioEvent): void {
  if (event.type === "hello") {
    for (const tell of connection) tell("there")
  } else if (event.type === "store") {
    old(OF_STORE)
    for (const listener of storeListeners) listener()
  } else if (event.type === "runtimes") old(OF_RUNTIMES)
  else {
    old(OF_FILES)
    for (const listener of listeners) listener(event.paths)
  }
}

/** Anything may have changed while the server was not heard. */
function missed(): void {
  void queryClient.invalidateQueries()
  for (const listener of storeListeners) listener()
  for (const listener of listeners) listener("any")
}

function old(operations: Operation[]): void {
  for (const operation of operations) void queryClient.invalidateQueries({ queryKey: [operation] })
}
