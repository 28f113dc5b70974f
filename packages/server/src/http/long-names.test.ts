import { ROUTES, type Route } from "@internal/schema/studio"
import { expect, test } from "vitest"
import { openTestStudio } from "../testing/test-studio.ts"

const LONG = ["n".repeat(300), `${"n".repeat(300)}/${"m".repeat(300)}.prompty`]
/** Those that begin something, or take a while. */
const LEFT_OUT = ["events", "models.pull", "flows.tools", "doctor"]
const NAMES = ["flow", "folder", "path", "name", "id", "run", "work", "chat"]

test("a name that no machine can keep is said to be wrong, whatever it is asked of", async () => {
  await using studio = await openTestStudio()
  const internal: string[] = []
  for (const [operation, route] of Object.entries(ROUTES) as [string, Route][])
    for (const name of route.body ? [] : LONG) {
      if (LEFT_OUT.includes(operation)) continue
      const inPath = route.at.replaceAll(/:\w+/g, encodeURIComponent(name))
      const asked = Object.keys((route.query as { shape?: object } | undefined)?.shape ?? {})
      const query = asked.filter((key) => NAMES.includes(key)).map((key): [string, string] => [key, name])
      if (query.length === 0) continue
      const answer = await studio.ask(
        route.method,
        `${inPath}?${new URLSearchParams(query)}`,
        operation === "flows.import" ? new Uint8Array([1]) : undefined,
      )
      if ((await answer.text()).includes('"INTERNAL"')) internal.push(operation)
    }
  expect(internal).toEqual([])
  const file = "m".repeat(250) // may be kept, and so may be written
  const written = await studio.ask("PUT", "/files/text", { path: file, text: "a", base: null })
  expect(written.status).toBe(200)
})
