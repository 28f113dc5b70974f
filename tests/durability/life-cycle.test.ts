import { existsSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { expect, test } from "vitest"
import { DurabilityLab, orphans } from "./lab.ts"
import { inspect } from "./torture.ts"

const LINES = 40
const RUN = "r"

test.for([
  ["cancel", /state +cancelled/, 0],
  ["pause", /state +cancelled/, 0],
] as const)("run %s ends a run of another process, and run resume goes on with it", async ([how, state]) => {
  await using lab = await DurabilityLab.make(LINES, () => 100)
  const child = lab.start(lab.create(RUN, "--concurrency", "4"))
  await lab.asked(LINES / 4, child)
  const { code, output } = await lab.run("run", how, RUN)
  expect(code).toBe(0)
  expect(output).toMatch(state)
  if (how === "pause") expect(output).toContain("RUN_PAUSED")
  await child.ended
  expect(await lab.answered(RUN)).toBe(lab.model.total)
  expect((await lab.run("run", how, RUN)).output).toContain("it is not running")
  lab.model.latency = () => 1
  expect((await lab.run("run", "resume", RUN)).code).toBe(0)
  expect(lab.model.repeated).toBe(0)
  expect(await inspect(lab, { lines: LINES }, RUN)).toEqual([])
})

test("run cancel --now gives up what is in flight", async () => {
  await using lab = await DurabilityLab.make(LINES, () => (lab.model.total > LINES / 4 ? 60_000 : 1))
  const child = lab.start(lab.create(RUN, "--concurrency", "4"))
  await lab.asked(LINES / 4 + 4, child)
  expect((await lab.run("run", "cancel", RUN, "--now")).output).toMatch(/state +cancelled/)
  await child.ended
  expect(await orphans(lab.folder, child.pid as number)).toEqual([])
})

test("a detached run goes on without the process that started it", async () => {
  await using lab = await DurabilityLab.make(LINES, () => 20)
  const started = lab.start(lab.create(RUN, "--detach"))
  const { code, output } = await started.ended
  expect(code).toBe(0)
  expect(output).toContain("run watch r")
  for (;;) {
    const { output } = await lab.run("run", "show", "--name", RUN)
    if (/state +done/.test(output)) break
    expect(output).toMatch(/state +running/)
    await sleep(100)
  }
  // its files are written after its last event
  await expect.poll(() => inspect(lab, { lines: LINES }, RUN), { timeout: 10_000 }).toEqual([])
  const watched = await lab.run("run", "watch", RUN)
  expect(watched).toMatchObject({
    code: 0,
    output: expect.stringMatching(/r {2}done[\s\S]*40\/40[\s\S]*200 tokens[\s\S]*ask/),
  })
  const refused = await lab.run("run", "create", "--flow", "nowhere", "--data", lab.data, "--detach")
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining("FLOW_NOT_FOUND") })
})

test("a run that is gone on with goes on without the process that asked for it", async () => {
  await using lab = await DurabilityLab.make(LINES, () => 20)
  const child = lab.start(lab.create(RUN, "--concurrency", "2"))
  await lab.asked(LINES / 4, child)
  expect((await lab.run("run", "pause", RUN)).code).toBe(0)
  await child.ended
  const { code, output } = await lab.run("run", "resume", RUN, "--detach")
  expect(output).toContain("run watch r")
  expect(code).toBe(0)
  expect((await lab.run("run", "show", "--name", RUN)).output).toMatch(/state +(running|done)/)
  expect(await lab.run("run", "watch", RUN)).toMatchObject({
    code: 0,
    output: expect.stringContaining("40/40"),
  })
  expect(lab.model.repeated).toBe(0)
  // there is nothing left: it says why, as without the word
  await expect.poll(() => inspect(lab, { lines: LINES }, RUN), { timeout: 10_000 }).toEqual([])
  const again = await lab.run("run", "resume", RUN, "--detach")
  expect(again).toMatchObject({ code: 1, output: expect.stringContaining("RUN_STATUS") })
  // whatever somebody takes for a name, no file is written elsewhere
  const nowhere = await lab.run("run", "resume", "../../gone", "--detach")
  expect(nowhere).toMatchObject({ code: 1, output: expect.stringContaining("RUN_NOT_FOUND") })
  expect(existsSync(join(lab.home, "..", "gone.log"))).toBe(false)
})

test("old runs are deleted together", async () => {
  await using lab = await DurabilityLab.make(2, () => 1)
  await lab.run(...lab.create("a"))
  await lab.run(...lab.create("b"))
  expect((await lab.run("run", "delete", "--older-than", "1h", "--yes")).output).toContain("0 runs")
  expect((await lab.run("run", "delete", "--older-than", "soon")).output).toContain("as 30d")
  expect((await lab.run("run", "delete", "--older-than", "0h", "--yes")).output).toContain("deleted 2 runs")
  expect((await lab.run("run", "list")).output).toContain("no runs")
  expect(existsSync(join(lab.home, "runs", "a"))).toBe(false)
})
