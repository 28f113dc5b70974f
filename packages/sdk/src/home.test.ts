import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { placesOf } from "./home.ts"

const user = mkdtempSync(join(tmpdir(), "millrace-home-"))
afterAll(() => rmSync(user, { recursive: true, force: true }))
writeFileSync(join(user, "file"), "")

test.for([
  ["made/when/needed", "made/when/needed"],
  ["file", ".promptflow"],
  ["file/below", ".promptflow"],
  ["", ".promptflow"],
])("PF_HOME_DIRECTORY %s is %s (spec 12)", ([given = "", home = ""]) => {
  const { pfHome, store } = placesOf({ cwd: user, env: { HOME: user, PF_HOME_DIRECTORY: given } })
  expect(pfHome).toBe(join(user, home))
  expect(store).toBe(home === given ? join(user, home, ".millrace") : join(user, ".millrace"))
})
