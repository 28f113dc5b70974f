import type { MillraceApi } from "@internal/sdk"
import type { Action } from "../command.ts"
import { follow, type Stopping } from "../progress/follow.ts"
import type { Terminal } from "../terminal/terminal.ts"
import { printJson } from "./json.ts"
import { LogView } from "./log-view.ts"
import { runJson } from "./run-json.ts"
import { refuseFailed, runSummary } from "./run-summary.ts"

const LOOK_MS = 500

/** `pf run stream`: the log so far and as it grows, then the summary and the run. */
export const runStream: Action = async (given, context) => {
  const { terminal } = context
  const name = given.required("name")
  const api = await context.millrace()
  await api.runs.get(name)
  const log = new Tail(api, name, terminal)
  const timer = setInterval(() => void log.more(), LOOK_MS)
  const stopping: Stopping = { exitCode: undefined }
  try {
    const run = await follow(api.runs.follow(name), new LogView(terminal, { log: false }), stopping)
    clearInterval(timer)
    if (stopping.exitCode !== undefined) return stopping.exitCode
    await log.more()
    terminal.out(runSummary(run))
    refuseFailed(run)
    printJson(context, runJson(run))
  } finally {
    clearInterval(timer)
  }
}

/** Prints what a run's log has gained since the last look. */
class Tail {
  #seen = 0
  #look: Promise<void> = Promise.resolve()
  readonly #api: MillraceApi
  readonly #name: string
  readonly #terminal: Terminal

  constructor(api: MillraceApi, name: string, terminal: Terminal) {
    this.#api = api
    this.#name = name
    this.#terminal = terminal
  }

  more(): Promise<void> {
    this.#look = this.#look.then(async () => {
      const text = await this.#api.runs.log(this.#name)
      this.#terminal.out(text.slice(this.#seen))
      this.#seen = text.length
    })
    return this.#look
  }
}
