import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { DurabilityLab, killGroup, orphans } from "./lab.ts"
import { inspect } from "./torture.ts"

const LINES = 30
const IN_FLIGHT = 4
const RUNS = ["g_base_1", "g_base_2", "g_base_3"]

/** A flow that says of each answer whether it is one, and how many are. */
function writeGrade(folder: string): string {
  const flow = join(folder, "grade")
  mkdirSync(flow)
  writeFileSync(join(flow, "flow.flex.yaml"), "entry: grade.mjs:Grade\n")
  writeFileSync(
    join(flow, "grade.mjs"),
    `export class Grade {
  call(said) { return { right: said.startsWith("said") } }
  aggregate(grades) { return { right: grades.filter(({ right }) => right).length } }
}
`,
  )
  return flow
}

test("a group that is killed in its second run goes on as a whole, its evaluations too", async () => {
  await using lab = await DurabilityLab.make(LINES, () => 20)
  const evaluation = ["--evaluate", writeGrade(lab.folder), "--evaluate-mapping", "said=${run.outputs.out}"]
  const child = lab.start(lab.create("g", "--repeat", "3", "--concurrency", String(IN_FLIGHT), ...evaluation))
  await lab.asked(LINES * 1.5, child)
  killGroup(child)
  await child.ended
  expect(await orphans(lab.folder, child.pid as number)).toEqual([])
  const first = await lab.withStore((store) => store.runs.get("g_base_1"))
  expect(await lab.withStore((store) => store.runs.find("g_base_3"))).toBeUndefined()

  // from another folder, and without being told anything again
  const resumed = await lab.run("run", "resume", "g")
  expect(resumed.output).toContain("g_base_3")
  expect(resumed.code).toBe(0)
  for (const run of RUNS) {
    expect(await inspect(lab, { lines: LINES }, run)).toEqual([])
    const scores = await lab.withStore((store) => store.runs.get(`${run}_scores`))
    expect(scores).toMatchObject({ state: "done", run })
    expect(scores.summary.metrics.right?.value).toBe(LINES)
  }
  const repeated = lab.model.total - RUNS.length * LINES
  expect(repeated).toBeLessThanOrEqual(IN_FLIGHT)
  // what was done was left alone
  const [again, ...others] = await lab.withStore((store) =>
    Promise.all(RUNS.map((run) => store.runs.get(run))),
  )
  expect(again?.summary).toEqual(first.summary)
  expect(others.map(({ summary }) => summary.attempts)).toEqual([2, 1])
  expect(others.map(({ properties }) => [properties.group, properties.group_repeat])).toEqual([
    ["g", "2"],
    ["g", "3"],
  ])
})

test("a group whose flow has changed is refused before it begins another run of it", async () => {
  await using lab = await DurabilityLab.make(4, () => 300)
  const child = lab.start(lab.create("g", "--repeat", "2", "--concurrency", "1"))
  await lab.asked(2, child)
  killGroup(child)
  await child.ended
  lab.model.latency = () => 1
  const template = join(lab.flow, "ask.jinja2")
  writeFileSync(template, "# user:\n{{ x }} {{ prepared }}!\n")
  const refused = await lab.run("run", "resume", "g")
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining("RUN_CHANGED") })
  expect(lab.model.total).toBe(2)
  const accepted = await lab.run("run", "resume", "g", "--accept-changes")
  expect(accepted.code).toBe(0)
  const texts = [...lab.model.asked.keys()].filter((question) => question.endsWith("!"))
  expect(texts).toHaveLength(4)
  expect((await lab.run("run", "resume", "nobody")).output).toContain("RUN_NOT_FOUND")
})
