import type { EngineProcess, WorkEnd } from "@internal/sdk"
import { expect, test } from "vitest"
import { Works } from "./works.ts"

test("however many works end, one that goes on can be followed and cancelled", () => {
  const cancelled: string[] = []
  let end: ((end: WorkEnd) => void) | undefined
  const engine = {
    start: (_id, _operation, _options, listener) => {
      end = (how) => listener.ended(how)
    },
    cancel: (id) => void cancelled.push(id),
  } as Pick<EngineProcess, "start" | "cancel"> as EngineProcess
  const works = new Works()
  const start = () => works.start(engine, "models.pull", { name: "m" }).work
  const long = start()
  const first = start()
  end?.({ result: null })
  for (let i = 0; i < 60; i++) {
    start()
    end?.({ result: null })
  }
  works.cancel(long)
  expect(cancelled).toEqual([long])
  expect(() => works.cancel(first)).toThrow(expect.objectContaining({ code: "WORK_NOT_FOUND" }))
})
