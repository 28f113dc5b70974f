import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { gunzipSync, gzipSync } from "node:zlib"
import type { Answer, Case } from "./case.ts"
import { generatorVersion } from "./generate.ts"

/** First line of the stored answers. */
export type Header = { original: string; generator: number; seed: string }
/** Further lines: an answer, and a fingerprint of the question it answers. */
export type Stored = Answer & { question: string }

export const storedAnswersFile = new URL(
  "../../tests/differential/__fixtures__/answers.jsonl.gz",
  import.meta.url,
)

/** Tells whether a question is still the one that was asked. */
export function fingerprint(question: Case): string {
  return createHash("sha256").update(JSON.stringify(question)).digest("hex").slice(0, 12)
}

export async function readStored(
  file: URL | string = storedAnswersFile,
): Promise<{ header: Header; answers: Map<string, Stored> }> {
  const [first = "", ...lines] = gunzipSync(await readFile(file))
    .toString()
    .trimEnd()
    .split("\n")
  const answers = new Map(lines.map((line) => [JSON.parse(line).id as string, JSON.parse(line) as Stored])) // written by packAnswers
  return { header: JSON.parse(first), answers }
}

export function packAnswers(seed: string, questions: Case[], answers: Map<string, Answer>): Buffer {
  const header: Header = { original: "1.18.5", generator: generatorVersion, seed }
  const lines: string[] = [JSON.stringify(header)]
  for (const question of questions) {
    const given = answers.get(question.id)
    if (given) lines.push(JSON.stringify({ ...given, question: fingerprint(question) } satisfies Stored))
  }
  return gzipSync(`${lines.join("\n")}\n`, { level: 9 })
}
