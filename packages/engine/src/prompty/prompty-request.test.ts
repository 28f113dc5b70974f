import type { PromptySource } from "@internal/schema"
import { fromPlain, Json } from "@internal/value"
import { expect, test } from "vitest"
import { promptyRequest } from "./prompty-request.ts"

test("a float of the front matter is sent as a float", () => {
  const source = { parameters: Json.ofText('{"top_p": 1.0, "n": 1}'), response: "first" } as PromptySource
  const { request } = promptyRequest(source, "m", { api: "chat", messages: [] })
  expect(Json.of(fromPlain(request.body.parameters)).text).toBe('{"top_p":1.0,"n":1}')
})
