import type { Progress } from "@internal/sdk"
import { Live } from "../terminal/live.ts"
import type { Terminal } from "../terminal/terminal.ts"
import { fit, oneLine } from "../terminal/text.ts"
import { setupLine } from "./setup-line.ts"

/** Something being made or fetched: one line that fills up; without a terminal, one line per step. */
export class SetupView {
  readonly #terminal: Terminal
  readonly #live: Live
  #step = ""
  #line = ""

  constructor(terminal: Terminal) {
    this.#terminal = terminal
    this.#live = new Live(terminal, (width) => (this.#line === "" ? [] : [fit(this.#line, width)]))
  }

  on(progress: Progress): void {
    if (progress.type === "warning")
      this.#live.print(`${this.#terminal.onErr.warn("!")} ${oneLine(progress.message)}`)
    if (progress.type !== "setup") return
    this.#line = setupLine(progress)
    if (progress.step !== this.#step && !this.#terminal.errIsTerminal) this.#live.print(progress.step)
    this.#step = progress.step
  }

  end(): void {
    this.#live.end()
  }
}
