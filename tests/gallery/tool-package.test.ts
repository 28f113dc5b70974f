import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Millrace } from "@internal/sdk"
import { afterAll, beforeAll, expect, it } from "vitest"
import { expectedOf, gallery, runSample } from "./run-sample.ts"

let root: string
let millrace: Millrace

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "millrace-tool-package-"))
  const script = join(import.meta.dirname, "build_wheel.py")
  const args = [script, join(gallery, "tool-package/package"), root]
  const wheel = execFileSync("python3", args, { encoding: "utf8" }).trim()
  const target = join(root, "site")
  const install = ["-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target", target, wheel]
  execFileSync("python3", install, { stdio: ["ignore", "ignore", "ignore"] })
  const env = { ...process.env, MILLRACE_HOME: undefined, PYTHONPATH: target }
  millrace = await Millrace.open({ home: join(root, "home"), env })
  const file = await millrace.connections.read(join(gallery, "tool-package/reading_service.yaml"))
  await millrace.connections.create({ ...file, secrets: { api_key: "key-for-the-gallery" } })
})
afterAll(async () => {
  await millrace[Symbol.asyncDispose]()
  rmSync(root, { recursive: true, force: true })
})

it("answers as the original does, with the package installed", async () => {
  expect(await runSample(millrace, "tool-package/flow")).toEqual(await expectedOf("tool-package"))
})

it("lists and validates the package's tools", async () => {
  const { package: tools, code } = await millrace.tools.list({ flow: join(gallery, "tool-package/flow") })
  expect(Object.keys(code)).toEqual(["shorten.jinja2"])
  expect(Object.keys(tools).slice(0, 3)).toEqual([
    "reading_tools.length.measure",
    "reading_tools.glossary.Glossary.explain",
    "reading_tools.ask.ask",
  ])
  expect(tools["reading_tools.length.measure"]).toMatchObject({
    package: "reading-tools",
    package_version: "1.0.0",
  })
  expect(await millrace.tools.validate({ source: "reading_tools" })).toMatchObject({ passed: true, total: 3 })
})
