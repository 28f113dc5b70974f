import type { FlowView } from "@internal/schema/studio"
import { afterEach, expect, test, vi } from "vitest"
import { Conversation } from "./conversation.ts"

afterEach(() => vi.unstubAllGlobals())

test("a page that is left while the flow is loaded asks nothing then, and lets go of the chat", async () => {
  const asked: string[] = []
  const loaded = Promise.withResolvers<void>()
  vi.stubGlobal("sessionStorage", { getItem: () => "session" })
  vi.stubGlobal("localStorage", { getItem: () => null })
  vi.stubGlobal("fetch", async (address: string, { method, signal }: RequestInit) => {
    asked.push(`${method} ${new URL(address, "http://localhost").pathname}`)
    if (address.includes("/events")) {
      await loaded.promise
      signal?.throwIfAborted()
      return new Response(`${JSON.stringify({ seq: 1, event: { type: "work-end", result: {} } })}\n`)
    }
    return new Response('{"chat":"c","work":"w"}')
  })
  const view = { path: "f", kind: "dag", chatPorts: { input: "q", output: "a" } } as unknown as FlowView
  const conversation = new Conversation(view)
  const settings = { ports: { input: "q" }, inputs: {}, init: {}, variants: {} }
  const said = conversation.send("hello", settings)
  await vi.waitFor(() => expect(asked).toHaveLength(2))
  conversation.close()
  await new Promise((resolve) => setTimeout(resolve))
  expect(asked).toHaveLength(2) // it cannot be closed yet
  loaded.resolve()
  await said
  expect(asked.slice(2)).toEqual(["DELETE /api/chats/c"])
})
