import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { answer } from "./answer.ts"
import type { Answer } from "./case.ts"
import { EchoModel } from "./echo-model.ts"
import { originalProgram, type Program } from "./programs.ts"
import {
  compareSection,
  ownProgram,
  packSections,
  readSections,
  type StoredSection,
  sectionAnswersFile,
  sectionPrint,
} from "./section-answers.ts"
import { sections } from "./sections/all.ts"

/**
 * Asks the questions of `sections/` and compares with the stored answers. With `--pf` it first asks an original what it has
 * not answered yet, or not in this form, and stores that.
 *
 *     node scripts/differential/ask-sections.ts [--only REGEX] [--pf /path/to/venv/bin/pf [--again]]
 */
const { values } = parseArgs({
  options: {
    only: { type: "string", default: "." },
    pf: { type: "string" },
    again: { type: "boolean", default: false },
    show: { type: "string", default: "10" },
  },
})

const only = new RegExp(values.only)
const stored = await readSections()
const before = new Set(stored.keys())
const fresh: StoredSection[] = []
const work = await mkdtemp(join(tmpdir(), "sections-"))
const model = await EchoModel.start()
let original: Program | undefined
let failed = 0
try {
  const asked = sections.filter(({ id }) => only.test(id))
  for (const question of asked) {
    const known = stored.get(question.id)
    if (values.pf && (values.again || known?.question !== sectionPrint(question))) {
      original ??= await originalProgram(values.pf, join(work, "home"))
      const given = await answer(question, original, {
        folder: join(work, "original", question.id),
        home: join(work, "home"),
        model,
      })
      fresh.push({ ...given, question: sectionPrint(question) })
    }
  }
  if (values.pf) {
    // What somebody else has asked meanwhile stays.
    const kept = new Set(sections.map(({ id }) => id))
    const now = await readSections()
    for (const one of fresh) {
      now.set(one.id, one)
      stored.set(one.id, one)
    }
    const left = [...now.values()].filter(({ id }) => kept.has(id) || !before.has(id))
    await writeFile(sectionAnswersFile, packSections(left))
  }
  for (const question of asked) {
    const expected: Answer | undefined = stored.get(question.id)
    if (!expected) continue
    const home = join(work, `home-${question.id}`)
    const start = Date.now()
    const given = await answer(question, ownProgram(home), { folder: join(work, question.id), home, model })
    const found = compareSection(question, expected, given)
    if (found.length > 0) failed++
    console.log(`${found.length === 0 ? "same  " : "DIFFER"} ${question.id} (${Date.now() - start} ms)`)
    for (const { step, path, expected, actual } of found.slice(0, Number(values.show))) {
      console.log(`  ${question.steps[step]?.argv.join(" ").slice(0, 140)}`)
      console.log(`    ${path}\n      original ${cut(expected)}\n      ours     ${cut(actual)}`)
    }
  }
  console.log(`${asked.length - failed} of ${asked.length} agree`)
} finally {
  await original?.stop()
  await model.stop()
  await rm(work, { recursive: true, force: true })
}
process.exitCode = failed === 0 ? 0 : 1

function cut(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing"
  return text.length > 600 ? `${text.slice(0, 600)} …` : text
}
