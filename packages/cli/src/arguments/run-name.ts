import { MillraceError } from "@internal/schema"
import type { Option, Word } from "../command.ts"
import type { Given } from "../given.ts"

/** How a command that is about one run takes its name: as a word, or by `--name` as the original has it. */
export const RUN_WORD: Word = { form: "[run]", text: "Name of the run." }
export const RUN_NAME: Option = { flags: "-n, --name <name>", text: "The same.", hidden: true }

export function runName(given: Given): string {
  const [word] = given.words
  const named = given.text("name")
  if (word !== undefined && named !== undefined && word !== named)
    throw new MillraceError("USAGE", { reason: `One run is meant, and two are named: ${word} and ${named}.` })
  const name = word ?? named
  if (name !== undefined) return name
  throw new MillraceError(
    "USAGE",
    { reason: "The name of a run is needed." },
    { hint: "`millrace run list` shows the runs there are." },
  )
}
