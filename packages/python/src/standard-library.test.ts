import { expect, test } from "vitest"
import { code, json, Play, textOf, tool } from "./testing/play.ts"

// Seen on the original: most of the standard library is loaded before a tool is, the flow's folder comes first for the rest.
test("files of the flow hide only the standard modules that the original has not loaded", async () => {
  const source = tool(
    "x",
    "import string, email.message, statistics",
    "return [string.digits, statistics.OWN]",
  )
  await using play = await Play.of({
    "t.py": source,
    "string.py": "OWN = 1\n",
    "email/__init__.py": "OWN = 1\n",
    "statistics.py": "OWN = 1\n",
  })
  await play.pool.prepare([code("t.py")])
  expect(textOf((await play.call("t.py", { x: json("1") })).value)).toBe('["0123456789",1]')
})
