import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { answer } from "../../scripts/differential/answer.ts"
import { compareAnswers } from "../../scripts/differential/compare.ts"
import { EchoModel } from "../../scripts/differential/echo-model.ts"
import { families, generate, generatorVersion } from "../../scripts/differential/generate.ts"
import { commandProgram } from "../../scripts/differential/programs.ts"
import { rules } from "../../scripts/differential/rules.ts"
import { ownProgram } from "../../scripts/differential/section-answers.ts"
import { fingerprint, readStored } from "../../scripts/differential/stored-answers.ts"

const { header, answers } = await readStored()
const questions = generate(header.seed)

/**
 * `npm run check`: all, each command a process of its own; else those of every family that fit the time of `npm test`, asked in
 * this process.
 */
const inFull = process.env.MILLRACE_DIFFERENTIAL === "all"
const asked = questions.filter(({ id }) => answers.has(id) && (inFull || inShortSet(id)))
const pf = join(import.meta.dirname, "../../packages/pf/bin/pf.cjs")

function inShortSet(id: string): boolean {
  const [family = "", number = ""] = id.split("-")
  return Number(number) < Math.ceil((families[family]?.count ?? 0) * 0.33)
}

describe("generator", () => {
  test("still makes the questions that the original answered", () => {
    expect(header.generator, "make new answers with make-answers.ts after a change of the generator").toBe(
      generatorVersion,
    )
    const changed = questions.filter((question) => {
      const stored = answers.get(question.id)
      return stored !== undefined && stored.question !== fingerprint(question)
    })
    expect(changed.map(({ id }) => id)).toEqual([])
  })

  test("asks at least 150 of the original's answers again", () => {
    expect(asked.length).toBeGreaterThanOrEqual(150)
  })
})

test("every rule under which an answer may differ is a row of differences.md", async () => {
  const page = await readFile(new URL("../../docs/reference/differences.md", import.meta.url), "utf8")
  const missing = rules.filter(({ name }) => !page.includes(`| \`${name}\` `))
  expect(missing.map(({ name }) => name)).toEqual([])
})

describe("answers of the original", () => {
  let work: string
  let model: EchoModel

  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), "differential-"))
    model = await EchoModel.start()
  })
  afterAll(async () => {
    await model.stop()
    await rm(work, { recursive: true, force: true })
  })

  test.concurrent.each(
    asked.map(
      (question) => [question.id, families[question.id.split("-")[0] ?? ""]?.sections, question] as const,
    ),
  )(
    "%s (spec %s)",
    async (id, _, question) => {
      const home = join(work, `home-${id}`)
      const program = inFull ? commandProgram([process.execPath, pf], home) : ownProgram(home)
      const given = await answer(question, program, { folder: join(work, id), home, model })
      const expected = answers.get(id)
      expect(expected).toBeDefined()
      if (expected) expect(compareAnswers(question, expected, given).differences).toEqual([])
    },
    120_000,
  )
})
