import { expect, test } from "vitest"
import { WorkHandle } from "./handle.ts"

test("events that are asked for at once all come, in order, and the end to each who waits", async () => {
  const handle = new WorkHandle("one", async (work) => {
    for (const text of ["a", "b"]) work.emit({ type: "log", text })
  })
  const events = handle.events()[Symbol.asyncIterator]()
  const asked = await Promise.all([1, 2, 3, 4].map(() => events.next()))
  expect(asked.map(({ done, value }) => (done ? "end" : value))).toEqual([
    { type: "log", text: "a" },
    { type: "log", text: "b" },
    "end",
    "end",
  ])
})
