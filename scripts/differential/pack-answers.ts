import { mkdir, readFile, writeFile } from "node:fs/promises"
import { parseArgs } from "node:util"
import type { Answer, Json } from "./case.ts"
import { generate } from "./generate.ts"
import { Normaliser } from "./normalise.ts"
import { packAnswers, storedAnswersFile } from "./stored-answers.ts"

/**
 * Packs what make-answers.ts wrote into the file that the tests read.
 *
 *     node scripts/differential/pack-answers.ts --from answers.jsonl [--seed 1]
 */
const { values } = parseArgs({
  options: { from: { type: "string" }, seed: { type: "string", default: "1" } },
})
if (!values.from) throw new Error("say which answers to pack (--from FILE)")
const normaliser = new Normaliser({})
const answers = new Map<string, Answer>()
for (const line of (await readFile(values.from, "utf8")).split("\n").filter(Boolean)) {
  const answer = normaliser.json(JSON.parse(line) as Json) as unknown as Answer // normalising keeps the shape
  answers.set(answer.id, answer)
}
const packed = packAnswers(values.seed, generate(values.seed), answers)
await mkdir(new URL(".", storedAnswersFile), { recursive: true })
await writeFile(storedAnswersFile, packed)
console.log(`${answers.size} answers, ${packed.length} bytes`)
