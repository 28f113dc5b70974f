import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Millrace } from "@internal/sdk"
import { expect, test } from "vitest"
import { DurabilityLab, killGroup } from "./lab.ts"
import { inspect } from "./torture.ts"

const LINES = 40
const RUN = "r"

async function cutOff(lab: DurabilityLab): Promise<number> {
  const child = lab.start(lab.create(RUN, "--concurrency", "4"))
  await lab.asked(LINES / 2, child)
  killGroup(child)
  await child.ended
  return lab.answered(RUN)
}

function edit(path: string, from: string, to: string): void {
  const text = readFileSync(path, "utf8")
  expect(text).toContain(from)
  writeFileSync(path, text.replace(from, to))
}

test("a run of what has changed since is refused with the difference, and one run never mixes two prompts", async () => {
  await using lab = await DurabilityLab.make(LINES, () => 20)
  const answered = await cutOff(lab)
  edit(join(lab.flow, "ask.jinja2"), "{{ x }} {{ prepared }}", "{{ x }} {{ prepared }} now")
  const refused = await lab.run("run", "resume", RUN)
  expect(refused.code).toBe(1)
  expect(refused.output).toContain("RUN_CHANGED")
  expect(refused.output).toContain("-{{ x }} {{ prepared }}\n")
  expect(refused.output).toContain("+{{ x }} {{ prepared }} now\n")
  expect(await lab.answered(RUN)).toBe(answered)

  const asked = lab.model.total
  expect((await lab.run("run", "resume", RUN, "--accept-changes")).code).toBe(0)
  expect(lab.model.total - asked).toBe(LINES)
  await lab.withStore(async (store) => {
    const outputs = (await store.runs.lines(RUN, { limit: LINES })).map(({ outputs }) => outputs?.text)
    expect(outputs.every((text) => text?.includes("set now"))).toBe(true)
    const { summary } = await store.runs.get(RUN)
    expect(summary).toMatchObject({ attempts: 2, counts: { done: LINES, running: 0 } })
    expect(await store.runs.verify(RUN)).toEqual([])
    // both versions are on record
    const plans = new Set<string>()
    for await (const event of store.journal.read(RUN)) if (event.type === "run-start") plans.add(event.plan)
    expect(plans.size).toBe(2)
  })
})

test("a change that touches no call of the model asks it nothing again", async () => {
  await using lab = await DurabilityLab.make(LINES, () => 20)
  const lost = -(await cutOff(lab)) + lab.model.total
  edit(join(lab.flow, "last.py"), "{answer}, ", "{answer} , ")
  expect((await lab.run("run", "resume", RUN, "--accept-changes")).code).toBe(0)
  expect(lab.model.total).toBe(LINES + lost)
  await lab.withStore(async (store) => {
    const outputs = (await store.runs.lines(RUN, { limit: LINES })).map(({ outputs }) => outputs?.text)
    expect(outputs.every((text) => text?.includes("set , env"))).toBe(true)
  })
})

test("changed data is refused too, and data that has become shorter even where changes are accepted", async () => {
  await using lab = await DurabilityLab.make(LINES, () => 20)
  await cutOff(lab)
  const rows = readFileSync(lab.data, "utf8")
  writeFileSync(lab.data, rows.replace('{"x": 0}', '{"x": 1000}'))
  expect((await lab.run("run", "resume", RUN)).output).toMatch(/RUN_CHANGED[\s\S]*data\.jsonl/)
  writeFileSync(lab.data, rows.split("\n").slice(0, 5).join("\n"))
  expect((await lab.run("run", "resume", RUN, "--accept-changes")).output).toMatch(/40 rows and has 5 now/)
  writeFileSync(lab.data, rows)
  expect((await lab.run("run", "resume", RUN)).code).toBe(0)
  expect(await inspect(lab, { lines: LINES }, RUN)).toEqual([])
})

test("what a run was told is told again: variables, and how many lines at once", async () => {
  await using lab = await DurabilityLab.make(LINES, () => 20)
  edit(join(lab.flow, "last.py"), "box {box.x}", "box {box.x} {os.environ['MODE']}")
  const child = lab.start(
    lab.create(RUN, "--concurrency", "4", "--environment-variables", "MODE=secret-mode"),
  )
  await lab.asked(LINES / 2, child)
  killGroup(child)
  await child.ended
  const resumed = await lab.run("run", "resume", RUN)
  expect(resumed.output).toMatch(/state +done/)
  const { output } = await lab.run("run", "show-details", "--name", RUN, "--all", "--output", "json")
  expect(output.match(/secret-mode/g)).toHaveLength(LINES)
})

test("failed lines stay, until they are asked for", async () => {
  await using lab = await DurabilityLab.make(LINES, () => 1)
  edit(join(lab.flow, "last.py"), '    return f"said', '    assert x_allowed(box.x)\n    return f"said')
  writeFileSync(join(lab.flow, "allowed"), "no")
  edit(
    join(lab.flow, "last.py"),
    "@tool",
    "def x_allowed(x):\n    return x % 10 or open('allowed').read() == 'yes'\n\n\n@tool",
  )
  await lab.run(...lab.create(RUN))
  expect((await lab.run("run", "show", "--name", RUN)).output).toMatch(/36 of 40 done, 4 failed/)
  const asked = lab.model.total
  expect((await lab.run("run", "resume", RUN)).output).toContain("--all-failed")
  expect((await lab.run("run", "resume", RUN, "--failed")).output).toContain("RUN_STATUS")
  writeFileSync(join(lab.flow, "allowed"), "yes")
  expect((await lab.run("run", "resume", RUN, "--all-failed")).code).toBe(0)
  // their models had answered
  expect(lab.model.total).toBe(asked)
  await using millrace = await Millrace.open({ home: lab.home })
  const run = await millrace.runs.get(RUN)
  expect(run).toMatchObject({ state: "done", error: null, counts: { done: LINES, failed: 0 } })
  expect(run.metrics).toMatchObject({ answers: LINES })
  await lab.withStore(async (store) => expect(await store.runs.verify(RUN)).toEqual([]))
})

test("run explain compares with the line's earlier attempt, and else with what differs least", async () => {
  await using lab = await DurabilityLab.make(LINES, () => 20)
  await lab.run("flow", "test", "--flow", lab.flow, "--inputs", "x=7")
  await cutOff(lab)
  edit(join(lab.flow, "last.py"), "{answer}, ", "{answer} , ")
  await lab.run("run", "resume", RUN, "--accept-changes")
  const attempt = await lab.run("run", "explain", RUN, "--node", "last")
  expect(attempt.output).toMatch(/attempt 1 of the line had another key\n {2}code last\.py changed\n$/)
  await lab.run(...lab.create("later"))
  expect((await lab.run("run", "explain", "later", "--node", "last")).output).toContain(
    "run r has the same key",
  )
})
