import { createHash } from "node:crypto"
import { mkdirSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { gunzipSync, gzipSync } from "node:zlib"
import { voice } from "../../packages/cli/src/pf/voice.ts"
import { runCommand } from "../../packages/cli/src/testing/run-command.ts"
import type { Answer } from "./case.ts"
import { compareAnswers, type Difference } from "./compare.ts"
import { environment, type Program } from "./programs.ts"
import type { SectionCase } from "./sections/section-case.ts"

/** An answer of the original 1.18.5 to a question of `sections/`, and a fingerprint of that question. */
export type StoredSection = Answer & { question: string }

export const sectionAnswersFile = new URL(
  "../../tests/differential/__fixtures__/sections.jsonl.gz",
  import.meta.url,
)

/** Tells whether a question is still the one that was asked. */
export function sectionPrint({ files, steps }: SectionCase): string {
  return createHash("sha256").update(JSON.stringify({ files, steps })).digest("hex").slice(0, 12)
}

export async function readSections(): Promise<Map<string, StoredSection>> {
  const packed = await readFile(sectionAnswersFile).catch(() => gzipSync(""))
  const lines = gunzipSync(packed).toString().split("\n").filter(Boolean)
  return new Map(lines.map((line) => [JSON.parse(line).id as string, JSON.parse(line) as StoredSection])) // written by packSections
}

export function packSections(answers: StoredSection[]): Buffer {
  const lines = answers.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((one) => `${JSON.stringify(one)}\n`)
  return gzipSync(lines.join(""), { level: 9 })
}

/** `pf` of the sources, in this process. */
export function ownProgram(home: string): Program {
  mkdirSync(home, { recursive: true })
  return {
    run: async (argv, { cwd, env }) => {
      const { code, out, err } = await runCommand(voice, argv, { cwd, env: { ...environment(home), ...env } })
      return { exit: code, stdout: out, stderr: err }
    },
    stop: async () => undefined,
  }
}

/** What differs, but for what the question says may differ. */
export function compareSection(question: SectionCase, expected: Answer, actual: Answer): Difference[] {
  const { differences } = compareAnswers(question, expected, actual)
  const allowed = ({ step, path }: Difference) => {
    const differs = question.differs?.[step]
    if (path === "exit") return differs?.exit === "any" || differs?.exit === actual.steps[step]?.exit
    return differs?.free === true || (differs?.free?.test(path) ?? false)
  }
  const told = Object.entries(question.differs ?? {}).flatMap(([at, { exit }]): Difference[] => {
    const given = actual.steps[Number(at)]?.exit
    const off = typeof exit === "number" && given !== exit
    return off ? [{ id: question.id, step: Number(at), path: "exit", expected: exit, actual: given }] : []
  })
  return [...differences.filter((difference) => !allowed(difference)), ...told]
}
