import { afterEach, expect, test, vi } from "vitest"
import { listen, onFiles, onStore } from "./live-changes.ts"

afterEach(() => vi.unstubAllGlobals())

/** What the server tells in one connection; the last one stays open. */
function connection(events: readonly object[], isLast = false): Response {
  const text = events.map((event, at) => `${JSON.stringify({ seq: at, event })}\n`).join("")
  const body = new ReadableStream({
    start(stream) {
      stream.enqueue(new TextEncoder().encode(text))
      if (!isLast) stream.close()
    },
  })
  return new Response(body)
}

test("after a break any file, and the store, may be another", async () => {
  const hello = { type: "hello", session: "1" }
  const answers = [connection([hello, { type: "files", paths: ["a"] }]), connection([hello], true)]
  vi.stubGlobal("fetch", async () => answers.shift())
  vi.stubGlobal("sessionStorage", { getItem: () => "session" })
  const heard: unknown[] = []
  onFiles((paths) => heard.push(paths))
  onStore(() => heard.push("store"))
  void listen()
  await vi.waitFor(() => expect(heard).toEqual([["a"], "store", "any"]))
})
