import { expect, test } from "vitest"
import { ApiFailure } from "./call.ts"
import { obstacleOf } from "./queries.ts"

test("what is shown stays while the server is gone, and goes where it answers that there is nothing", () => {
  const [gone, none] = ["SERVER_GONE", "FLOW_NOT_FOUND"].map(
    (code) => new ApiFailure({ code, message: code }),
  )
  if (!gone || !none) throw new Error("no errors")
  expect(obstacleOf({ data: {}, error: gone })).toBeNull()
  expect(obstacleOf({ data: undefined, error: gone })).toBe(gone)
  expect(obstacleOf({ data: {}, error: none })).toBe(none)
})
