import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { MillraceError } from "@internal/schema"
import { fromPlain, stringify } from "@internal/value"
import type { Context } from "../context.ts"
import type { Given } from "../given.ts"
import type { Gate } from "./gate.ts"
import { junit, type TestCase } from "./junit.ts"

/** Writes what `--junit` and `--report` ask for; folders are made. */
export function writeReports(
  given: Given,
  context: Context,
  content: {
    suite: string
    cases: readonly TestCase[]
    gates: readonly Gate[]
    json: Record<string, unknown>
  },
): void {
  const gates = content.gates.map((g): TestCase => {
    return {
      group: `${content.suite}.gates`,
      name: g.name,
      ...(!g.passed && { failure: { message: g.message } }),
    }
  })
  write(given.text("junit"), context, () => junit(content.suite, [...content.cases, ...gates]))
  write(given.text("report"), context, () => {
    return `${stringify(fromPlain({ ...content.json, gates: content.gates }), { indent: 2 })}\n`
  })
}

function write(path: string | undefined, context: Context, text: () => string): void {
  if (path === undefined) return
  const file = resolve(context.cwd, path)
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text())
  } catch (error) {
    throw new MillraceError(
      "FILE_UNREADABLE",
      { path, reason: "" },
      { message: `${path} cannot be written: ${(error as Error).message}`, cause: error },
    )
  }
}
