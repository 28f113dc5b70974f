import type { Progress } from "@internal/sdk"
import { count, duration, many } from "../terminal/amount.ts"
import { Live } from "../terminal/live.ts"
import type { Terminal } from "../terminal/terminal.ts"
import { fit, oneLine } from "../terminal/text.ts"
import { BatchState } from "./batch-state.ts"
import type { View } from "./follow.ts"
import { bar, setupLine } from "./setup-line.ts"

const FAILURES_SHOWN = 10
const PLAIN_EVERY_MS = 10_000

/** A run as it goes: one bar with lines done, failed, per second, time left, tokens, and what limits it; failures above. */
export class BatchView implements View {
  readonly #terminal: Terminal
  readonly #live: Live
  readonly #everyLine: boolean
  readonly #state = new BatchState()
  #setup = ""
  #failures = 0
  #lastPlain = 0

  /** `everyLine`: also print each line as it ends. */
  constructor(terminal: Terminal, options: { everyLine?: boolean } = {}) {
    this.#terminal = terminal
    this.#everyLine = options.everyLine ?? false
    this.#live = new Live(terminal, (width) => this.#draw(width))
  }

  say(line: string): void {
    this.#live.print(line)
  }

  end(): void {
    if (this.#failures > FAILURES_SHOWN) {
      this.#live.print(`  … and ${count(this.#failures - FAILURES_SHOWN)} more failed lines`)
    }
    this.#live.end(this.#state.begun ? this.#summary() : undefined)
  }

  on(progress: Progress): void {
    this.#state.add(progress, performance.now())
    const { onErr } = this.#terminal
    switch (progress.type) {
      case "setup": {
        const changed = !this.#setup.startsWith(progress.step)
        this.#setup = setupLine(progress)
        if (changed && !this.#terminal.errIsTerminal) this.#live.print(progress.step)
        return
      }
      case "ready": {
        this.#setup = ""
        const facts = [progress.runtime ?? "", ...progress.models].filter((f) => f !== "")
        this.#live.print(`${onErr.strong(progress.run)}  ${onErr.faint(facts.join("  "))}`.trimEnd())
        return
      }
      case "held":
        // what a run that has not ended a line for long waits for
        this.#plainNews({ held: true })
        return
      case "warning":
        this.#live.print(`${onErr.warn("!")} ${oneLine(progress.message)}`)
        return
      case "node-error":
        if (!progress.retrying && progress.line === null)
          this.#fail(`${progress.node}: ${progress.error.message}`)
        return
      case "line-end":
        if (progress.line === null) return
        if (progress.status === "failed" || progress.status === "crashed") {
          const word = progress.status === "crashed" ? " crashed" : ""
          this.#fail(`line ${progress.line}${word}: ${progress.error?.message ?? progress.status}`)
        } else if (this.#everyLine) {
          const mark = progress.status === "done" ? onErr.good("✓") : onErr.faint("–")
          this.#live.print(`  ${mark} line ${progress.line}  ${duration(progress.duration)}`)
        }
        this.#plainNews()
        return
    }
  }

  #fail(text: string): void {
    this.#failures += 1
    if (this.#failures > FAILURES_SHOWN) return
    const line = oneLine(text)
    const shown = this.#terminal.errIsTerminal ? fit(line, this.#terminal.width - 4) : line
    this.#live.print(`  ${this.#terminal.onErr.bad("!")} ${shown}`)
  }

  /** Without a terminal: a line now and then, so that a log shows that it goes on. */
  #plainNews({ held = false } = {}): void {
    if (this.#terminal.errIsTerminal) return
    const now = performance.now()
    if (this.#lastPlain === 0) this.#lastPlain = now
    if (now - this.#lastPlain < PLAIN_EVERY_MS) return
    this.#lastPlain = now
    const figures = this.#state.figures(now)
    this.#live.print([...figures, ...(held ? [this.#state.limits(now)] : [])].join("  "))
  }

  #summary(): string {
    const { done, amiss, tokens } = this.#state
    const parts = [`${many(done, "line")} done`, ...amiss.map((text) => this.#terminal.onErr.bad(text))]
    const elapsed = performance.now() - this.#state.startedAt
    return [...parts, duration(elapsed), ...(tokens > 0 ? [`${count(tokens)} tokens`] : [])].join(" · ")
  }

  #draw(width: number): string[] {
    if (!this.#state.begun) return this.#setup === "" ? [] : [fit(this.#setup, width)]
    const now = performance.now()
    const [lines = "", ...rest] = this.#state.figures(now)
    const tail = `${lines}  ${rest.join("  ")}`
    const part = this.#state.part
    const room = Math.min(40, width - tail.length - 4)
    const first = part === undefined || room < 8 ? tail : `${bar(part, room)}  ${tail}`
    return [fit(first, width), this.#terminal.onErr.faint(fit(`  ${this.#state.limits(now)}`, width))]
  }
}
