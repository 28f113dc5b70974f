import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { answer } from "../../scripts/differential/answer.ts"
import { compareAnswers } from "../../scripts/differential/compare.ts"
import { EchoModel } from "../../scripts/differential/echo-model.ts"
import { commandProgram } from "../../scripts/differential/programs.ts"
import { readWritten } from "../../scripts/differential/written-answers.ts"

/**
 * Flows written by hand for rules that the generator does not reach, and what prompt flow 1.18.5 answered: every third by
 * default, all with MILLRACE_DIFFERENTIAL=all. See scripts/differential/written-answers.ts.
 */
const written = await readWritten()
const all = process.env.MILLRACE_DIFFERENTIAL === "all"
const asked = written.filter((_, i) => all || i % 3 === 0)

describe("written flows, as the original answers them", () => {
  let work: string
  let model: EchoModel

  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), "written-"))
    model = await EchoModel.start()
  })
  afterAll(async () => {
    await model.stop()
    await rm(work, { recursive: true, force: true })
  })

  test.concurrent.each(asked.map(({ question, answer }) => [question.id, question, answer] as const))(
    "%s",
    async (id, question, expected) => {
      const home = join(work, `home-${id}`)
      const launcher = join(import.meta.dirname, "../../packages/pf/bin/pf.cjs")
      const program = commandProgram([process.execPath, launcher], home)
      const given = await answer(question, program, { folder: join(work, id), home, model })
      expect(compareAnswers(question, expected, given).differences).toEqual([])
    },
    120_000,
  )
})
