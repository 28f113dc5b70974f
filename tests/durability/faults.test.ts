import {
  appendFileSync,
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { DurabilityLab, killGroup, orphans, processesOf } from "./lab.ts"
import { inspect } from "./torture.ts"

const LINES = 60
const RUN = "r"

/** A lab with a run that is on its way: some lines are done, some are not. */
async function begun(lab: DurabilityLab, ...more: string[]) {
  const child = lab.start(lab.create(RUN, "--concurrency", "4", ...more))
  await lab.asked(LINES / 2, child)
  return child
}

test.for(["SIGTERM", "SIGINT"] as const)("%s saves what is done", async (signal) => {
  await using lab = await DurabilityLab.make(LINES, () => 50)
  const child = await begun(lab)
  const start = performance.now()
  child.kill(signal)
  const { code, output } = await child.ended
  expect(performance.now() - start).toBeLessThan(10_000)
  expect(code).toBe(signal === "SIGTERM" ? 143 : 130)
  expect(output).toContain("millrace run resume r")
  expect(await orphans(lab.folder, child.pid as number)).toEqual([])
  expect((await lab.run("run", "show", "--name", RUN)).output).toMatch(/state +cancelled/)
  expect(await lab.answered(RUN)).toBe(lab.model.total)

  expect((await lab.run("run", "resume", RUN)).code).toBe(0)
  expect(lab.model.repeated).toBe(0)
  expect(await inspect(lab, { lines: LINES }, RUN)).toEqual([])
})

test("what does not end within the time after a signal is given up, and asked again", async () => {
  await using lab = await DurabilityLab.make(LINES, () => (lab.model.total > LINES / 2 ? 60_000 : 5))
  const child = await begun(lab)
  await lab.asked(LINES / 2 + 1, child)
  const start = performance.now()
  child.kill("SIGTERM")
  expect((await child.ended).code).toBe(143)
  expect(performance.now() - start).toBeLessThan(12_000)
  lab.model.latency = () => 1
  expect((await lab.run("run", "resume", RUN)).code).toBe(0)
  expect(lab.model.repeated).toBeLessThanOrEqual(4)
  expect(await inspect(lab, { lines: LINES }, RUN)).toEqual([])
})

test("a line whose Python worker is killed has crashed, and goes on without being asked for", async () => {
  await using lab = await DurabilityLab.make(LINES, () => 60)
  const child = await begun(lab)
  const all = processesOf(lab.folder, child.pid as number)
  const forked = all.filter((pid) => pid !== child.pid && parentOf(pid) !== child.pid)
  process.kill(forked[0] as number, "SIGKILL")
  const { output } = await child.ended
  expect(output).toMatch(/line \d+ crashed: The Python process of line \d+ was killed \(signal 9\)/)
  expect(output).toContain("done, 1 line crashed")
  const show = JSON.parse((await lab.run("run", "show", "--name", RUN, "--output", "json")).output)
  expect(show).toMatchObject({ state: "done", status: "Completed", counts: { failed: 0, crashed: 1 } })
  const exported = join(lab.folder, "lines.jsonl")
  await lab.run("run", "export", "--name", RUN, "--format", "jsonl", "--to", exported)
  const rows = readFileSync(exported, "utf8").trim().split("\n")
  expect(rows.filter((row) => JSON.parse(row).status === "crashed")).toHaveLength(1)
  // the original knows no such state
  const artifacts = join(show.output, "..", "flow_artifacts")
  const records = readdirSync(artifacts)
    .map((name) => readFileSync(join(artifacts, name), "utf8"))
    .join("")
  expect(records.match(/"status": "(?!Completed)\w+"/g)).toEqual(Array(2).fill('"status": "Failed"'))
  expect((await lab.run("run", "resume", RUN)).code).toBe(0)
  const problems = await inspect(lab, { lines: LINES }, RUN)
  // the stage was over, and runs again over what there is now
  expect(problems).toEqual(["2 aggregation stages ended"])
})

function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1])
}

test("of two processes that go on with one run, one is refused and told who holds it", async () => {
  await using lab = await DurabilityLab.make(LINES, () => 100)
  const first = await begun(lab)
  killGroup(first)
  await first.ended
  const [a, b] = [lab.start(["run", "resume", RUN]), lab.start(["run", "resume", RUN])]
  const ended = await Promise.all([a.ended, b.ended])
  expect(ended.map(({ code }) => code).sort()).toEqual([0, 1])
  const refused = ended.findIndex(({ code }) => code === 1)
  expect(ended[refused]?.output).toContain("RUN_TAKEN_OVER")
  expect(ended[refused]?.output).toContain(`process ${(refused === 0 ? b : a).pid}`)
  expect(await inspect(lab, { lines: LINES }, RUN)).toEqual([])
})

test("a run whose process is gone is shown as interrupted, with the command that goes on", async () => {
  await using lab = await DurabilityLab.make(LINES, () => 50)
  const child = await begun(lab)
  killGroup(child)
  await child.ended
  const { output } = await lab.run("run", "show", "--name", RUN)
  expect(output).toMatch(/state +interrupted/)
  expect(output).toContain("millrace run resume r")
  expect((await lab.run("run", "list")).output).toContain("interrupted")
})

test("a clock that goes back an hour changes nothing", async () => {
  await using lab = await DurabilityLab.make(LINES, () => 20)
  const child = await begun(lab)
  killGroup(child)
  await child.ended
  const late = join(lab.folder, "late.mjs")
  writeFileSync(late, "const now = Date.now\nDate.now = () => now() - 3_600_000\n")
  const resumed = lab.start(["run", "resume", RUN], { NODE_OPTIONS: `--import=${late}` })
  expect((await resumed.ended).code).toBe(0)
  expect(await inspect(lab, { lines: LINES }, RUN)).toEqual([])
  const times = await lab.withStore(async (store) => {
    const found: number[] = []
    for await (const { at } of store.journal.read(RUN)) found.push(at)
    return found
  })
  expect(times.toSorted((x, y) => x - y)).toEqual(times)
})

test("a full disk ends the run with the reason, and with room it goes on", async () => {
  await using lab = await DurabilityLab.make(LINES, () => 20)
  const child = await begun(lab)
  killGroup(child)
  await child.ended
  const size = statSync(join(lab.home, "millrace.sqlite-wal")).size
  const blocks = Math.ceil(size / 512) + 40
  const script = `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" "$@"`
  const limited = lab.start(["run", "resume", RUN], {}, ["sh", "-c", script])
  const { code, output } = await limited.ended
  expect(code).not.toBe(0)
  expect(output).toContain("error STORE_FAILED")
  expect(output).not.toMatch(/^ +at /m) // the reason, not a stack of something that nobody caught
  expect(await orphans(lab.folder, limited.pid as number)).toEqual([])
  expect((await lab.run("run", "resume", RUN)).code).toBe(0)
  expect(await inspect(lab, { lines: LINES }, RUN)).toEqual([])
  expect(lab.model.repeated).toBeLessThanOrEqual(8)
})

test("a damaged end of the journal is lost, what was before it is kept", async () => {
  await using lab = await DurabilityLab.make(LINES, () => 20)
  const child = await begun(lab)
  killGroup(child)
  await child.ended
  const wal = join(lab.home, "millrace.sqlite-wal")
  const copy = join(lab.folder, "copy")
  cpSync(lab.home, copy, { recursive: true })
  const before = await lab.answered(RUN, copy)
  // the last page as a torn write leaves it
  truncateSync(wal, statSync(wal).size - 1500)
  appendFileSync(wal, Buffer.alloc(1500, 0x5a))
  rmSync(join(lab.home, "millrace.sqlite-shm"), { force: true })
  const after = await lab.answered(RUN)
  expect(after).toBeGreaterThan(0)
  expect(after).toBeLessThanOrEqual(before)
  expect((await lab.run("run", "resume", RUN)).code).toBe(0)
  expect(await inspect(lab, { lines: LINES }, RUN)).toEqual([])
  expect(lab.model.repeated).toBeLessThanOrEqual(4 + before - after)
})
