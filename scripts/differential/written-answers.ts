import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { gunzipSync, gzipSync } from "node:zlib"
import { answer } from "./answer.ts"
import type { Answer, Case } from "./case.ts"
import { EchoModel } from "./echo-model.ts"
import { originalProgram } from "./programs.ts"

/** A flow that somebody wrote, and what the original answered. */
export interface Written {
  question: Case
  answer: Answer
}

export const writtenAnswersFile = new URL(
  "../../tests/differential/__fixtures__/written.jsonl.gz",
  import.meta.url,
)

export async function readWritten(): Promise<Written[]> {
  const text = gunzipSync(await readFile(writtenAnswersFile)).toString()
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Written) // written by this file
}

/**
 * Asks an original `pf` the questions of a JSON file (a list of cases), and packs them with its answers for the tests.
 *
 *     node scripts/differential/written-answers.ts --pf /path/to/venv/bin/pf --from cases.json
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { pf: { type: "string" }, from: { type: "string" } } })
  if (!values.pf || !values.from) throw new Error("say which original to ask (--pf) and what (--from)")
  const questions = JSON.parse(await readFile(values.from, "utf8")) as Case[] // as the usage says
  const work = await mkdtemp(join(tmpdir(), "written-"))
  const home = join(work, "home")
  const program = await originalProgram(values.pf, home)
  const model = await EchoModel.start()
  const lines: string[] = []
  try {
    for (const question of questions) {
      const given = await answer(question, program, { folder: join(work, question.id), home, model })
      lines.push(JSON.stringify({ question, answer: given } satisfies Written))
      process.stderr.write(`${question.id}\n`)
    }
  } finally {
    await program.stop()
    await model.stop()
    await rm(work, { recursive: true, force: true })
  }
  await writeFile(writtenAnswersFile, gzipSync(`${lines.join("\n")}\n`, { level: 9 }))
}

if (import.meta.main) await main()
