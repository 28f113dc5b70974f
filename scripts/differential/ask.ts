import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { answer } from "./answer.ts"
import type { Answer, Case } from "./case.ts"
import { compareAnswers, type Difference } from "./compare.ts"
import { EchoModel } from "./echo-model.ts"
import { generate } from "./generate.ts"
import { commandProgram, originalProgram, type Program } from "./programs.ts"
import { readStored, storedAnswersFile } from "./stored-answers.ts"

/**
 * Asks a program the questions of a seed and compares with stored answers, or with an original that runs beside it.
 *
 *     node scripts/differential/ask.ts [--answers FILE] [--only REGEX] [--show 20] [--program "node packages/pf/bin/pf.cjs"]
 *     node scripts/differential/ask.ts --original /path/to/venv/bin/pf --seed 7 --only '^dag'
 */
const { values } = parseArgs({
  options: {
    answers: { type: "string" },
    original: { type: "string" },
    program: {
      type: "string",
      default: `${process.execPath} ${join(import.meta.dirname, "../../packages/pf/bin/pf.cjs")}`,
    },
    /** Compare the original with its own stored answers: what differs then is chance, and must be normalised away. */
    self: { type: "boolean", default: false },
    seed: { type: "string", default: "1" },
    only: { type: "string", default: "." },
    show: { type: "string", default: "10" },
    /** Writes the program's answers to this file, one a line. */
    keep: { type: "string" },
    /** Compares the answers of such a file instead of asking. */
    kept: { type: "string" },
    /** Leaves out places that match, to see what is behind them. */
    ignore: { type: "string", default: "(?!)" },
  },
})

const work = await mkdtemp(join(tmpdir(), "differential-"))
const model = await EchoModel.start()
const homes = { ours: join(work, "home-ours"), original: join(work, "home-original") }
const original = values.original ? await originalProgram(values.original, homes.original) : undefined
const ours: Program =
  values.self && original ? original : commandProgram(values.program.split(" "), homes.ours)
const kept = values.kept ? await readAnswers(values.kept) : undefined
const ignored = new RegExp(values.ignore)
const stored = !values.original || values.self ? await readAnswers(values.answers) : undefined

let agreed = 0
let asked = 0
const places = new Map<string, Difference[]>()
const under = new Map<string, number>()
try {
  for (const question of generate(values.seed, new RegExp(values.only))) {
    const expected = stored
      ? stored.get(question.id)
      : original && (await ask(question, original, "original"))
    if (!expected) continue
    asked++
    const given = kept ? kept.get(question.id) : await ask(question, ours, values.self ? "original" : "ours")
    if (!given) continue
    if (values.keep) await appendFile(values.keep, `${JSON.stringify(given)}\n`)
    const { differences: all, rules } = compareAnswers(question, expected, given)
    const differences = all.filter(({ path }) => !ignored.test(path))
    for (const rule of rules) under.set(rule, (under.get(rule) ?? 0) + 1)
    if (differences.length === 0) agreed++
    else print(question, differences)
    for (const difference of differences) {
      const place = difference.path.replaceAll(/\/\d+(?=\/|$)/g, "/*")
      places.set(place, [...(places.get(place) ?? []), difference])
    }
  }
} finally {
  await original?.stop()
  await model.stop()
  await rm(work, { recursive: true, force: true })
}

console.log(`\nplaces that differ most often`)
for (const [place, found] of [...places]
  .sort(([, a], [, b]) => b.length - a.length)
  .slice(0, Number(values.show))) {
  console.log(`${String(found.length).padStart(6)}  ${place}  (${found[0]?.id})`)
}
for (const [rule, count] of under) console.log(`${String(count).padStart(6)}  steps under the rule ${rule}`)
console.log(`${agreed} of ${asked} cases agree`)
process.exitCode = agreed === asked ? 0 : 1

function ask(question: Case, program: Program, who: "ours" | "original"): Promise<Answer> {
  return answer(question, program, { folder: join(work, who, question.id), home: homes[who], model })
}

function print(question: Case, differences: Difference[]): void {
  console.log(`\n${question.id}`)
  for (const { step, path, expected, actual } of differences.slice(0, Number(values.show))) {
    console.log(`  ${question.steps[step]?.argv.join(" ").slice(0, 120)}`)
    console.log(`    ${path}\n      original ${cut(expected)}\n      ours     ${cut(actual)}`)
  }
}

function cut(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing"
  return text.length > 400 ? `${text.slice(0, 400)} …` : text
}

async function readAnswers(file: string | URL = storedAnswersFile): Promise<Map<string, Answer>> {
  if (String(file).endsWith(".gz")) return (await readStored(file)).answers
  const lines = (await readFile(file, "utf8")).split("\n").filter(Boolean)
  return new Map(lines.map((line) => [JSON.parse(line).id, JSON.parse(line)]))
}
