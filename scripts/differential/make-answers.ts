import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { answer } from "./answer.ts"
import { EchoModel } from "./echo-model.ts"
import { generate } from "./generate.ts"
import { originalProgram } from "./programs.ts"

/**
 * Asks an original `pf` all questions of a seed; one answer a line, resumed where an earlier call stopped.
 *
 *     node scripts/differential/make-answers.ts --pf /path/to/venv/bin/pf --out answers.jsonl [--seed 1] [--only REGEX]
 */
const { values } = parseArgs({
  options: {
    pf: { type: "string" },
    out: { type: "string" },
    seed: { type: "string", default: "1" },
    only: { type: "string", default: "." },
  },
})
if (!values.pf || !values.out)
  throw new Error("say which original to ask (--pf PATH) and where to write (--out FILE)")

const done = new Set<string>()
const before = await readFile(values.out, "utf8").catch(() => "")
for (const line of before.split("\n")) if (line) done.add(JSON.parse(line).id)
if (!before) await writeFile(values.out, "")

const work = await mkdtemp(join(tmpdir(), "original-"))
const home = join(work, "home")
const program = await originalProgram(values.pf, home)
const model = await EchoModel.start()
try {
  for (const question of generate(values.seed, new RegExp(values.only))) {
    if (done.has(question.id)) continue
    const start = Date.now()
    const given = await answer(question, program, { folder: join(work, question.id), home, model })
    await appendFile(values.out, `${JSON.stringify(given)}\n`)
    process.stderr.write(`${question.id} ${((Date.now() - start) / 1000).toFixed(1)} s\n`)
  }
} finally {
  await program.stop()
  await model.stop()
  await rm(work, { recursive: true, force: true })
}
