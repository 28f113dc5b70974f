import { delimiter } from "node:path"
import { expect, test } from "vitest"
import { inheritedEnvironment } from "./environment.ts"

test("user code gets the user's environment, paths of Python from where they were typed", () => {
  const env = { PYTHONPATH: ["lib", "/abs", ""].join(delimiter), MILLRACE_HOME: "/home", LANG: "C" }
  expect(inheritedEnvironment(env, "/work")).toEqual({
    PYTHONPATH: ["/work/lib", "/abs", "/work"].join(delimiter),
    LANG: "C",
  })
})
