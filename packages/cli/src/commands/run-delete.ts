import { MillraceError } from "@internal/schema"
import { runName } from "../arguments/run-name.ts"
import type { Action } from "../command.ts"
import { many } from "../terminal/amount.ts"
import { confirm } from "../terminal/ask.ts"
import { printJson } from "./print.ts"

const HOURS: Record<string, number> = { h: 1, d: 24, w: 168 }

/** `run delete` */
export const runDelete: Action = async (given, context) => {
  const api = await context.millrace()
  const age = given.text("olderThan")
  const isNamed = given.words.length > 0 || given.has("name")
  if (isNamed === (age !== undefined))
    throw new MillraceError("USAGE", {
      reason: "run delete needs the name of a run or --older-than, one of them.",
    })
  const names =
    age === undefined ? [(await api.runs.get(runName(given))).name] : await api.runs.olderThan(hours(age))
  const what = age === undefined ? `run ${names[0]}` : `${many(names.length, "run")} older than ${age}`
  const sure = given.flag("yes") || names.length === 0
  if (!sure && !(await confirm(`Delete ${what} for good?`, context.terminal.err, "y or n: "))) return
  for (const name of names) await api.runs.delete(name)
  if (context.json) printJson(context, { deleted: age === undefined ? names[0] : names })
  else context.terminal.err(`deleted ${age === undefined ? names[0] : what}\n`)
}

function hours(age: string): number {
  const [, number, unit = ""] = /^(\d+)([hdw])$/.exec(age.trim()) ?? []
  const hours = Number(number) * (HOURS[unit] ?? Number.NaN)
  if (!Number.isNaN(hours)) return hours
  throw new MillraceError("USAGE", {
    reason: `--older-than is ${age}; it is a number with h, d or w, as 30d.`,
  })
}
