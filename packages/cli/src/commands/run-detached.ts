import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { basename, join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import type { MillraceApi } from "@internal/sdk"
import { runName } from "../arguments/run-name.ts"
import type { Action } from "../command.ts"
import type { Context } from "../context.ts"
import type { View } from "../progress/follow.ts"
import { printJson } from "./print.ts"
import { startDetached } from "./start-detached.ts"

const LOOK_EVERY_MS = 50
/** Names the file by which a process that goes on with a run says that it has begun. */
const BEGUN = "MILLRACE_RUN_BEGUN"

/**
 * `run create --detach`: the same command in a process of its own, whose words go to a file. Answers as soon as there is
 * the run, or with that process's exit code when it ends before.
 */
export const runDetached: Action = async (given, context) => {
  const api = await context.millrace()
  const flow = given.text("flow") ?? given.text("file") ?? given.text("resumeFrom") ?? "run"
  const name = given.text("name") ?? `${basename(flow).replaceAll(/\W+/g, "_")}_${stamp(new Date())}`
  const more = given.has("name") ? [] : ["--name", name]
  const isThere = () =>
    api.runs.get(name).then(
      () => true,
      () => false,
    )
  return detached(name, { api, context, more, hasBegun: isThere })
}

/** `run resume --detach`: likewise, of a run or a group that is there. */
export const resumeDetached: Action = async (given, context) => {
  const api = await context.millrace()
  const name = runName(given)
  const begun = join(logsOf(api), `${fileName(name)}.${process.pid}.begun`)
  writeFileSync(begun, "", { mode: 0o600 })
  try {
    const hasBegun = async () => statSync(begun).size > 0
    const env = { ...context.env, [BEGUN]: begun }
    return await detached(name, { api, context: { ...context, env }, hasBegun })
  } finally {
    rmSync(begun, { force: true })
  }
}

/** Tells the process that waits for it when what is followed has begun, if one does. */
export function announced<V extends View>(view: V, { env }: Pick<Context, "env">): V {
  const file = env[BEGUN]
  if (!file) return view
  const on = view.on.bind(view)
  view.on = (progress) => {
    if (progress.type === "ready" && existsSync(file)) writeFileSync(file, "begun")
    on(progress)
  }
  return view
}

async function detached(
  name: string,
  {
    api,
    context,
    more = [],
    hasBegun,
  }: { api: MillraceApi; context: Context; more?: string[]; hasBegun(): Promise<boolean> },
): Promise<number> {
  const words = process.argv.slice(2).filter((word) => word !== "--detach")
  const path = join(logsOf(api), `${fileName(name)}.log`)
  const file = openSync(path, "w", 0o600)
  const child = startDetached([...words, ...more], context, file)
  closeSync(file)
  let code: number | null | undefined
  child.on("exit", (status) => {
    code = status
  })
  for (;;) {
    if (await hasBegun()) {
      if (context.json) printJson(context, await api.runs.get(name).catch(() => ({ group: name })))
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

/** A name may be no run at all, but a path. */
const fileName = (name: string): string => encodeURIComponent(name)

function logsOf(api: MillraceApi): string {
  const logs = join(api.home, "logs")
  mkdirSync(logs, { recursive: true, mode: 0o700 })
  return logs
}

function stamp(now: Date): string {
  return `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "_")}_${now.getMilliseconds()}`
}
