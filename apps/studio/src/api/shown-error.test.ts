import { expect, test } from "vitest"
import { shownError } from "./shown-error.ts"

test("a record of an error is shown with the code and the hint of the command line", () => {
  const record = { message: "There is no runtime x.", code: "UserError" }
  expect(
    shownError({ ...record, millrace: { code: "RUNTIME_NOT_FOUND", hint: "millrace runtime list" } }),
  ).toEqual({
    message: "There is no runtime x.",
    code: "RUNTIME_NOT_FOUND",
    hint: "millrace runtime list",
  })
  expect(shownError({ ...record, hint: "of the server" })).toEqual({ ...record, hint: "of the server" })
})
