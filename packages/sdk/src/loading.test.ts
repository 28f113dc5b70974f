import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"

/** The rooms and packages that importing a file makes Node load, before anything is asked of it. */
function loadedBy(file: string): string[] {
  const script = `
    const { registerHooks } = require("node:module")
    const loaded = []
    registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context) } })
    import(${JSON.stringify(file)}).then(() => process.stdout.write(JSON.stringify(loaded)))`
  const urls: string[] = JSON.parse(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" }))
  const rooms = urls.map((url) => /packages\/(\w+)\/src|node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url))
  return [...new Set(rooms.flatMap((found) => found?.[1] ?? found?.[2] ?? []))].sort()
}

// Every command pays for what this loads: the engine, the store and Python's room come with the operation that needs them.
test("the SDK starts with what reads flows and settings, and nothing else", () => {
  const rooms = loadedBy(fileURLToPath(new URL("./index.ts", import.meta.url)))
  expect(rooms).toEqual(["flow", "jinja", "schema", "sdk", "value", "yaml"])
})
