import type { Progress } from "@internal/sdk"
import type { View } from "../progress/follow.ts"
import { setupLine } from "../progress/setup-line.ts"
import type { Terminal } from "../terminal/terminal.ts"
import { logLine } from "./log-line.ts"

/** The log on stdout, as the original has it; what ours adds (environments being made) on stderr. */
export class LogView implements View {
  readonly #terminal: Terminal
  readonly #log: boolean
  #step = ""

  constructor(terminal: Terminal, options: { log: boolean } = { log: true }) {
    this.#terminal = terminal
    this.#log = options.log
  }

  on(progress: Progress): void {
    if (progress.type === "log" && this.#log) this.#terminal.out(progress.text)
    if (progress.type === "warning") this.say(logLine("promptflow", "WARNING", progress.message).trimEnd())
    if (progress.type === "setup" && progress.step !== this.#step) {
      this.#step = progress.step
      this.say(logLine("promptflow", "INFO", setupLine({ type: "setup", step: progress.step })).trimEnd())
    }
  }

  say(line: string): void {
    this.#terminal.err(`${line}\n`)
  }

  end(): void {}
}
