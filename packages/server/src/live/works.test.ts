import { execFileSync } from "node:child_process"
import { existsSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest"
import { writeSleepingFlow } from "../testing/sleeping-flow.ts"
import { type Line, openTestStudio, type TestStudio } from "../testing/test-studio.ts"

let studio: TestStudio
beforeAll(async () => {
  studio = await openTestStudio()
  writeSleepingFlow(studio, "sleeper")
  await studio.get("POST", "/flows/trust", { flow: "sleeper" })
})
afterAll(() => studio[Symbol.asyncDispose]())

const pidFile = () => join(studio.folder, "sleeper/pid.txt")
beforeEach(() => rmSync(pidFile(), { force: true }))

const start = async (seconds: number) =>
  (await studio.get<{ work: string }>("POST", "/tests", { flow: "sleeper", inputs: { seconds } })).work
/** Waits until the tool runs; answers its process. */
const tool = () =>
  vi.waitFor(
    () => {
      const pid = existsSync(pidFile()) ? Number(readFileSync(pidFile(), "utf8")) : 0
      if (!pid) throw new Error("the tool has not begun")
      return pid
    },
    { timeout: 20_000 },
  )
/** Processes of engines of this studio, which its home tells from others. */
const engines = () =>
  execFileSync("ps", ["-axww", "-o", "pid=,args="], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes("engine-child") && line.includes(studio.home))
    .map((line) => Number.parseInt(line, 10))
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"))
  } catch {
    return false
  }
}
const endOf = (lines: Line[]) => lines.at(-1)?.event

test("a work's events end with what it answers, and come again from any number on", async () => {
  const work = await start(0)
  const all = await studio.workLines(work)
  expect(all.map(({ seq }) => seq)).toEqual(all.map((_, at) => at + 1))
  const kinds = all.map(({ event, journal }) => event?.type ?? JSON.parse(journal?.text ?? "{}").type)
  expect(kinds).toEqual(
    expect.arrayContaining(["run-start", "node-start", "node-log", "node-end", "run-end"]),
  )
  expect(endOf(all)).toMatchObject({
    type: "work-end",
    result: { status: "done", output: { slept: "slept 0.0" } },
  })
  const middle = Math.floor(all.length / 2)
  const rest = await studio.workLines(work, middle)
  expect(rest).toEqual(all.slice(middle))
})

test("who comes while it runs gets what was told before, then the rest", async () => {
  const work = await start(1)
  await tool()
  const gone = new AbortController()
  const before: Line[] = []
  for await (const line of studio.lines(`/work/${work}/events`, gone.signal)) {
    before.push(line)
    if (line.journal?.text.includes("node-start")) break
  }
  gone.abort() // the page is closed; the work goes on
  const after = before.at(-1)?.seq ?? 0
  const rest = await studio.workLines(work, after)
  expect(rest[0]?.seq).toBe(after + 1)
  expect(endOf(rest)).toMatchObject({ result: { output: { slept: "slept 1.0" } } })
})

test("a test that is cancelled twice is given up, with its process", async () => {
  const work = await start(60)
  const pid = await tool()
  await studio.get("DELETE", `/work/${work}`)
  await studio.get("DELETE", `/work/${work}`)
  const lines = await studio.workLines(work)
  expect(JSON.stringify(endOf(lines))).toMatch(/[Cc]ancel/)
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 10_000 })
})

test("an engine that is killed ends its test alone: nothing is left of it, and the next test runs", async () => {
  const work = await start(60)
  const pid = await tool()
  const [engine, ...others] = engines()
  expect(others).toEqual([])
  process.kill(engine as number, "SIGKILL")
  const lines = await studio.workLines(work)
  expect(endOf(lines)).toMatchObject({
    type: "work-end",
    error: { code: "SystemError", message: expect.stringContaining("SIGKILL") },
  })
  expect(JSON.stringify(endOf(lines))).toContain("ENGINE_ENDED")
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 10_000 })
  const next = await studio.workLines(await start(0))
  expect(endOf(next)).toMatchObject({ result: { status: "done" } })
  expect(engines()).not.toContain(engine)
})

test("a work that is not there is named", async () => {
  const answer = await studio.ask("GET", "/work/nothing/events")
  expect(await answer.json()).toMatchObject({ error: { code: "WORK_NOT_FOUND" } })
})
