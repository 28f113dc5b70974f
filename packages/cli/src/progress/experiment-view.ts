import type { Progress } from "@internal/sdk"
import { duration } from "../terminal/amount.ts"
import { Live } from "../terminal/live.ts"
import type { Terminal } from "../terminal/terminal.ts"
import { fit, oneLine, padEnd } from "../terminal/text.ts"
import type { View } from "./follow.ts"
import { setupLine } from "./setup-line.ts"

const NAME_LIMIT = 40

interface Running {
  since: number
  lines: number
}

/** An experiment as it happens: each node's state, its run, and the lines that it has done. */
export class ExperimentView implements View {
  readonly #terminal: Terminal
  readonly #live: Live
  /** By the name of the run. */
  readonly #running = new Map<string, Running & { node: string }>()
  #setup = ""

  constructor(terminal: Terminal) {
    this.#terminal = terminal
    this.#live = new Live(terminal, (width) => this.#draw(width))
  }

  say(line: string): void {
    this.#live.print(line)
  }

  end(): void {
    this.#live.end()
  }

  on(progress: Progress): void {
    const { onErr } = this.#terminal
    switch (progress.type) {
      case "setup":
        this.#setup = setupLine(progress)
        return
      case "ready":
        this.#setup = ""
        return
      case "warning":
        this.#live.print(`${onErr.warn("!")} ${oneLine(progress.message)}`)
        return
      case "line-end": {
        const running = this.#running.get(progress.run)
        if (running && progress.line !== null) running.lines++
        return
      }
      case "experiment-node":
        this.#node(progress)
        return
    }
  }

  #node({ node, run, status, reused, error }: Extract<Progress, { type: "experiment-node" }>): void {
    const { onErr } = this.#terminal
    if (status === "InProgress") {
      this.#running.set(run, { node, since: performance.now(), lines: 0 })
      return
    }
    const known = this.#running.get(run)
    this.#running.delete(run)
    const facts = [
      run,
      ...(reused ? ["as before, not run again"] : []),
      ...(known && known.lines > 0 ? [`${known.lines} lines`] : []),
      ...(known ? [duration(performance.now() - known.since)] : []),
    ]
    const mark =
      status === "Completed" ? onErr.good("✓") : status === "Failed" ? onErr.bad("✗") : onErr.faint("–")
    this.#live.print(`  ${mark} ${padEnd(fit(node, NAME_LIMIT), 12)}  ${onErr.faint(facts.join(" · "))}`)
    if (error !== undefined) this.#live.print(`      ${oneLine(error)}`)
  }

  #draw(width: number): string[] {
    const now = performance.now()
    const lines = this.#setup === "" ? [] : [fit(this.#setup, width)]
    for (const { node, since, lines: done } of this.#running.values()) {
      const note = done > 0 ? `${done} lines` : ""
      const mark = this.#terminal.onErr.accent("•")
      lines.push(
        `  ${mark} ${padEnd(fit(node, NAME_LIMIT), 12)}  ${duration(now - since)}  ${note}`.trimEnd(),
      )
    }
    return lines
  }
}
