import { tmpdir } from "node:os"
import { expect, test } from "vitest"
import { RecordingTerminal } from "../testing/recording-terminal.ts"
import { runCommand } from "../testing/run-command.ts"
import { voice } from "./voice.ts"

/** The words of the original that Millrace knows and does not answer yet (surface 1.1, 1.4), and lone words (1.0). */

const run = (...args: string[]) => runCommand(voice, args, { cwd: tmpdir(), env: { HOME: tmpdir() } })

test.each([
  ["flow serve", "--source", "f", "--port", "8080", "--host", "localhost", "--engine", "fastapi"],
  ["flow build", "--source", "f", "-o", "out", "-f", "docker", "-v", "${n.v}"],
  ["service start", "-p", "23333", "--force"],
  ["service stop"],
  ["service status", "-d"],
  ["trace delete", "--collection", "c", "--started-before", "2026-01-01", "-y"],
  ["upgrade", "--yes"],
])("%s says in one line that it is not there yet", async (name, ...options) => {
  const { code, out, err } = await run(...name.split(" "), ...options)
  expect({ code, err }).toEqual({ code: 1, err: "" })
  expect(out).toMatch(/^pf\.[\w.]+ failed with UserErrorException: Millrace [^\n]+ yet\. [^\n]+\n$/)
})

test("what they insist on is what the original insists on", async () => {
  expect(await run("flow", "build", "--source", "f")).toMatchObject({ code: 2 })
  expect((await run("flow", "serve", "--source", "f", "--engine", "x")).err).toContain("'flask', 'fastapi'")
})

test("settings of one command are pairs", async () => {
  const { code, out } = await run("flow", "test", "--flow", "f", "--config", "a")
  expect(code).toBe(1)
  expect(out).toContain("Usage error: --config KEY=VALUE [KEY=VALUE ...]")
})

test("a flag in the place of a group's command is no command", async () => {
  expect((await run("flow", "-x")).err).toContain("pf: error: unrecognized arguments: -x")
})

test("one lone flag shows the help, `version` is a word of its own only", () => {
  const early = (...args: string[]) => {
    const terminal = new RecordingTerminal()
    return voice.early(args, terminal) ? terminal.printed : undefined
  }
  expect(early("-x")).toContain("usage: pf [-h]")
  expect(early("--verbose")).toContain("upgrade")
  expect(early("version")).toContain('"promptflow": "1.18.5"')
  expect(early("version", "-x")).toBeUndefined()
  expect(early("-v", "flow")).toContain("Executable")
  expect(early("nope")).toBeUndefined()
})
