import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { runCommand } from "../testing/run-command.ts"
import { voice } from "../voice.ts"

const node = (template: string) =>
  `{name: say, type: prompt, source: {type: code, path: ${template}}, inputs: {x: "\${inputs.x}"}}`
const FILES = {
  "flow/flow.dag.yaml": `inputs:
  x: {type: string}
outputs:
  said: {type: string, reference: "\${say.output}"}
nodes:
- {name: say, use_variants: true}
node_variants:
  say:
    default_variant_id: plain
    variants:
      plain: {node: ${node("plain.jinja2")}}
      loud: {node: ${node("loud.jinja2")}}
`,
  "flow/plain.jinja2": "{{x}}",
  "flow/loud.jinja2": "{{x if x in 'abc' else x | upper}}",
  "grade/flow.flex.yaml": "entry: grade.mjs:Grade\n",
  "grade/grade.mjs": `export class Grade {
  call(said, truth) { return { right: said === truth } }
  aggregate(grades) { return { accuracy: grades.filter(({ right }) => right).length / grades.length } }
}
`,
  "data.jsonl": ["a", "b", "c", "d", "e", "=f"]
    .map((x, at) => `${JSON.stringify({ x, kind: at < 3 ? "early" : "late" })}\n`)
    .join(""),
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), "millrace-cli-groups-")))
const millrace = (...args: string[]) =>
  runCommand(voice, args, { cwd: folder, env: { MILLRACE_HOME: join(folder, "home") } })
const OF_RUN = ["--flow", "flow", "--data", "data.jsonl"]

beforeAll(async () => {
  for (const name of ["flow", "grade"]) mkdirSync(join(folder, name))
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text)
  const made = await millrace(
    ...["run", "create", ...OF_RUN, "--name", "g", "--variants", "all", "--repeat", "2"],
    ...["--evaluate", "grade", "--evaluate-mapping", "said=${run.outputs.said}", "truth=${data.x}"],
  )
  expect(made.code, made.err).toBe(0)
  expect(made.out.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
    ["g", "state", "done", "failed", "tokens", "cost", "accuracy"],
    ["g_plain_1", "done", "6", "0", "0", "1"],
    ["g_plain_2", "done", "6", "0", "0", "1"],
    ["g_loud_1", "done", "6", "0", "0", "0.50"],
    ["g_loud_2", "done", "6", "0", "0", "0.50"],
    [""],
  ])
  const [head, ...lines] = made.err.trimEnd().split("\n")
  expect(head).toBe("g  8 runs")
  expect(lines).toHaveLength(9)
  expect(lines[0]).toMatch(/^ {2}✓ plain #1 +6 lines done · [\d.]+ m?s$/)
  expect(lines.at(-1)).toBe("Next: millrace run compare --group g")
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe("run compare --group", () => {
  it("says who is better, over all and by segment, and shows the rows that changed", async () => {
    const { code, out, err } = await millrace(
      ...["run", "compare", "--group", "g", "--segment", "kind", "--html", "page.html"],
    )
    expect(code, err).toBe(0)
    expect(out).toContain("Not enough data to tell loud from plain on accuracy: 6 shared lines run 2 times")
    expect(out).toContain("Repeats of a row count as one row")
    expect(out).toMatch(/^early +3 +1 +\[0\.29, 1\] +1 +\[0\.29, 1\] +0 /m)
    expect(out).toMatch(/^late +3 +1 +\[0\.29, 1\] +0 +\[0, 0\.71\] +−1 /m)
    expect(out).toContain("loud, accuracy: 3 rows from right to wrong")
    expect(out).toMatch(/^ {2}row 3 {2}x=d {3}d → D$/m)
    expect(err).toContain(join(folder, "page.html"))
    expect(readFileSync(join(folder, "page.html"), "utf8")).toContain("Content-Security-Policy")
  })

  it("takes a group or names, and knows the columns", async () => {
    for (const [words, message] of [
      [["--group", "g", "g_plain_1"], "a group or names"],
      [["g_plain_1"], "at least two runs"],
      [["--group", "nobody"], "Group nobody has no runs"],
      [["--group", "g", "--segment", "kin"], "a column kin"],
    ] as const) {
      const { code, err } = await millrace("run", "compare", ...words)
      expect([code, err]).toEqual([2, expect.stringContaining(message)])
    }
  })
})

it("a variant whose evaluation failed on every line, and so has no metric, does not pass --fail-on", async () => {
  mkdirSync(join(folder, "strict"))
  writeFileSync(join(folder, "strict/flow.flex.yaml"), "entry: strict.mjs:Strict\n")
  writeFileSync(
    join(folder, "strict/strict.mjs"),
    `export class Strict {
  call(said, truth) { if (said !== truth) throw new Error("not the same"); return { right: true } }
  aggregate(grades) { return grades.length > 0 ? { accuracy: 1 } : {} }
}
`,
  )
  writeFileSync(join(folder, "late.jsonl"), '{"x": "d"}\n')
  const { code, err } = await millrace(
    ...["run", "create", "--flow", "flow", "--data", "late.jsonl", "--name", "s", "--variants", "all"],
    ...["--evaluate", "strict", "--evaluate-mapping", "said=${run.outputs.said}", "truth=${data.x}"],
    ...["--fail-on", "accuracy<0.5"],
  )
  expect([code, err]).toEqual([3, expect.stringMatching(/s_loud\S*: no metric accuracy/)])
})

it("run create refuses options that contradict each other", async () => {
  for (const [words, message] of [
    [["--variants", "all", "--variant", "${say.loud}"], "--variant chooses one"],
    [["--grid", "--variants", "loud"], "--grid runs every combination"],
    [["--variants", "none"], "Node say has no variant none"],
    [["--max-cost", "much"], "amount in US dollars"],
    [["--group", "g", "--name", "x"], "--group names the runs"],
  ] as const) {
    const { code, err } = await millrace("run", "create", ...OF_RUN, ...words)
    expect([code, err]).toEqual([expect.any(Number), expect.stringContaining(message)])
    expect(code).not.toBe(0)
  }
})

it("run create --estimate says what it would come to, and runs nothing else", async () => {
  const { code, out, err } = await millrace(
    "run",
    "create",
    ...OF_RUN,
    "--estimate",
    "2",
    "--variants",
    "all",
  )
  expect(code, err).toBe(0)
  expect(out).toMatch(/^lines +12 in 2 runs, 4 tried$/m)
  expect(out).toMatch(/^tokens +0$/m)
  const { out: list } = await millrace("run", "list")
  expect(list).not.toContain("estimate")
})

it("run export --format writes one file", async () => {
  const { code, out } = await millrace("run", "export", "--name", "g_plain_1", "--format", "csv")
  expect([code, out]).toEqual([0, `${join(folder, "g_plain_1.csv")}\n`])
  expect(readFileSync(out.trim(), "utf8").split("\r\n")[6]).toMatch(/^5,done,'=f,'=f,,/)
  const { code: wrong } = await millrace("run", "export", "--name", "g_plain_1", "--format", "xls")
  expect(wrong).toBe(2)
})
