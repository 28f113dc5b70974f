import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import type { Action } from "../command.ts"
import { printJson } from "./print.ts"
import { startDetached } from "./start-detached.ts"

const LOOK_EVERY_MS = 50

/**
 * `run create --detach`: the same command in a process of its own, whose words go to a file. Answers as soon as there is
 * the run, or with that process's exit code when it ends before.
 */
export const runDetached: Action = async (given, context) => {
  const api = await context.millrace()
  const flow = given.text("flow") ?? given.text("file") ?? given.text("resumeFrom") ?? "run"
  const name = given.text("name") ?? `${basename(flow).replaceAll(/\W+/g, "_")}_${stamp(new Date())}`
  const words = process.argv.slice(2).filter((word) => word !== "--detach")
  if (!given.has("name")) words.push("--name", name)
  const logs = join(api.home, "logs")
  mkdirSync(logs, { recursive: true, mode: 0o700 })
  const path = join(logs, `${name}.log`)
  const file = openSync(path, "w", 0o600)
  const child = startDetached(words, context, file)
  closeSync(file)
  let code: number | null | undefined
  child.on("exit", (status) => {
    code = status
  })
  for (;;) {
    const run = await api.runs.get(name).catch(() => undefined) // not there yet
    if (run) {
      if (context.json) printJson(context, run)
      else context.terminal.out(`${name}\n`)
      context.terminal.err(
        `Started. millrace run watch ${name} shows what it does; its words are in ${path}\n`,
      )
      return 0
    }
    if (code !== undefined) {
      context.terminal.err(readFileSync(path, "utf8"))
      return code ?? 1
    }
    await sleep(LOOK_EVERY_MS)
  }
}

function stamp(now: Date): string {
  return `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "_")}_${now.getMilliseconds()}`
}
