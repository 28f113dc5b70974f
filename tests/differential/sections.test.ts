import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { answer } from "../../scripts/differential/answer.ts"
import { EchoModel } from "../../scripts/differential/echo-model.ts"
import {
  compareSection,
  ownProgram,
  readSections,
  sectionPrint,
} from "../../scripts/differential/section-answers.ts"
import { sections } from "../../scripts/differential/sections/all.ts"

/** Rows of the specification, section by section, as the original answers them (scripts/differential/sections). */
const stored = await readSections()

test("each question is the one that the original answered", () => {
  const changed = sections.filter((question) => stored.get(question.id)?.question !== sectionPrint(question))
  expect(
    changed.map(({ id }) => id),
    "node scripts/differential/ask-sections.ts --pf PATH",
  ).toEqual([])
  expect(new Set(sections.map(({ id }) => id)).size).toBe(sections.length)
})

test("what may differ is a row of differences.md", async () => {
  const page = await readFile(new URL("../../docs/reference/differences.md", import.meta.url), "utf8")
  const rows = sections.flatMap(({ differs = {} }) => Object.values(differs).map(({ row }) => row))
  expect(rows.filter((row) => !page.includes(row))).toEqual([])
})

describe("spec", () => {
  let work: string
  let model: EchoModel
  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), "sections-"))
    model = await EchoModel.start()
  })
  afterAll(async () => {
    await model.stop()
    await rm(work, { recursive: true, force: true })
  })

  test.concurrent.each(
    sections.map((question) => [question.sections.join(", "), question.title, question] as const),
  )("%s: %s", { timeout: 120_000 }, async (_, _title, question) => {
    const home = join(work, `home-${question.id}`)
    const folder = join(work, question.id)
    const given = await answer(question, ownProgram(home), { folder, home, model })
    const expected = stored.get(question.id)
    if (!expected) throw new Error("the original has not answered this question")
    expect(compareSection(question, expected, given)).toEqual([])
  })
})
