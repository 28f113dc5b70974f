import type { ApiCall, RunEvent, Writer } from "@internal/schema"
import { Scrubber } from "@internal/store"
import { float, fromPlain, Json } from "@internal/value"
import { expect, test } from "vitest"
import { observedWriter } from "./write-events.ts"

test("the calls of a node keep their floats while secrets in them are masked", async () => {
  const seen: RunEvent[] = []
  const writer: Writer = { append: async () => {}, close: async () => {} }
  const observed = observedWriter(writer, {
    run: "r",
    scrubber: new Scrubber(["sssssssssss"]),
    listeners: [(event) => seen.push(event)],
  })
  const call: ApiCall = {
    name: "f",
    type: "Tool",
    inputs: fromPlain({ temperature: float(0), n: 1, key: "sssssssssss" }),
    output: null,
    start_time: 1,
    end_time: 2,
    error: null,
    children: [],
  }
  await observed.append([
    {
      ...{ type: "node-end", line: 0, node: "n", attempt: 1, output: Json.of("x") },
      ...{ calls: [{ ...call, children: [call] }], cache: "off", portable: true, duration: 1 },
    },
  ])
  const [event] = seen
  if (event?.type !== "node-end") throw new Error("no node-end")
  const [kept] = event.calls ?? []
  for (const made of [kept, kept?.children[0]])
    expect(Json.of(fromPlain(made?.inputs)).text).toBe('{"temperature":0.0,"n":1,"key":"**data_scrubbed**"}')
})

test("pieces of a text are kept only where no secret is in them, not even across two", async () => {
  const seen: RunEvent[] = []
  const observed = observedWriter(
    { append: async () => {}, close: async () => {} },
    { run: "r", scrubber: new Scrubber(["sssssssssss"]), listeners: [(event) => seen.push(event)] },
  )
  const ended = { type: "call-end", line: 0, node: "n", attempt: 1, connection: "c", model: "m" } as const
  const call = { ...ended, request: "", waited: 0, duration: 1, late: true }
  await observed.append([
    { ...call, said: Json.of(["a ssssss", "sssss b"]) },
    { ...call, said: Json.of(["a ", "b"]) },
  ])
  expect(seen.map((event) => (event as { said?: Json }).said?.text)).toEqual([undefined, '["a ","b"]'])
})
