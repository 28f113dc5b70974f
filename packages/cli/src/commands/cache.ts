import type { Action } from "../command.ts"
import { bytes, count } from "../terminal/amount.ts"
import { printJson, printPairs } from "./print.ts"

/** `cache show` */
export const cacheShow: Action = async (_given, context) => {
  const state = await (await context.millrace()).cache.show()
  if (context.json) return printJson(context, state)
  printPairs(context, [
    ["answers", count(state.entries)],
    ["size", `${bytes(state.bytes)} of ${bytes(state.limit)} (cache.max_size)`],
    ["oldest", state.oldest ?? "none"],
  ])
}

/** `cache clear` */
export const cacheClear: Action = async (_given, context) => {
  const cleared = await (await context.millrace()).cache.clear()
  if (context.json) printJson(context, { cleared })
  else
    context.terminal.err(
      `${count(cleared)} answers are looked for no more; the runs that gave them keep them.\n`,
    )
}
