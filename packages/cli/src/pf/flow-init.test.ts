import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { runCommand } from "../testing/run-command.ts"
import { voice } from "./voice.ts"

/** `pf flow init` (surface 1.1): what it writes and what it says to do next. */

const home = mkdtempSync(join(tmpdir(), "millrace-pf-init-"))
afterAll(() => rmSync(home, { recursive: true, force: true }))
const init = (...args: string[]) =>
  runCommand(voice, ["flow", "init", ...args], {
    cwd: home,
    env: { HOME: home, MILLRACE_HOME: home, PATH: process.env.PATH ?? "" },
  })
const text = (path: string) => readFileSync(join(home, path), "utf8")

test("a chat flow over a connection and a deployment of one's own, and the command that chats", async () => {
  const { code, out } = await init(
    "--flow",
    "c",
    "--type",
    "chat",
    "--connection",
    "mine",
    "--deployment",
    "d1",
  )
  expect(code).toBe(0)
  expect(out).toMatch(/pf flow test --flow c --interactive\n$/)
  expect(out).toContain("connection mine;")
  expect(text("c/flow.dag.yaml")).toMatch(/deployment_name: d1\n[\s\S]*connection: mine\n/)
  expect(text("c/azure_openai.yaml")).toContain("name: mine\n")
  expect(JSON.parse(text("c/.promptflow/flow.tools.json"))).toMatchObject({ code: { "chat.jinja2": {} } })
})

test("a standard flow has data to test it with, and its tools", async () => {
  const { code, out } = await init("--flow", "s")
  expect(code).toBe(0)
  expect(out).toMatch(/pf flow test --flow s --input s\/data.jsonl\n$/)
  expect(existsSync(join(home, "s/data.jsonl"))).toBe(true)
  expect(Object.keys(JSON.parse(text("s/.promptflow/flow.tools.json")).code)).toContain("hello.py")
})
