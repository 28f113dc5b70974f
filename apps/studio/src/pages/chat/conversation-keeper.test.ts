import { afterEach, expect, test, vi } from "vitest"
import { ConversationKeeper } from "./conversation-keeper.ts"
import type { Entry } from "./turn.ts"

afterEach(() => vi.unstubAllGlobals())

test("what is forgotten while it is kept does not come back", async () => {
  const asked: string[] = []
  const keeping = Promise.withResolvers<void>()
  vi.stubGlobal("sessionStorage", { getItem: () => "session" })
  vi.stubGlobal("fetch", async (_: string, { method }: { method: string }) => {
    if (method === "PUT") await keeping.promise
    asked.push(method)
    return new Response('{"ok":true}')
  })
  let tell = () => {}
  const conversation = {
    entries: [] as Entry[],
    turns: [],
    kept: { entries: [], first: [] },
    subscribe: (listener: () => void) => {
      tell = listener
      return () => {
        tell = () => {}
      }
    },
  }
  const keeper = new ConversationKeeper(conversation, { id: "1", flow: "f" })
  const say = () => {
    conversation.entries = [...conversation.entries, { kind: "separator", id: conversation.entries.length }]
    tell()
  }
  say()
  say() // waits for the first
  const forgotten = keeper.forget()
  say()
  keeping.resolve()
  await forgotten
  expect(asked).toEqual(["PUT", "DELETE"])
})
