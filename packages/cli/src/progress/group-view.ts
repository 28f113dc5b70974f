import type { Progress } from "@internal/sdk"
import { count, dollars, duration, many } from "../terminal/amount.ts"
import { Live } from "../terminal/live.ts"
import type { Terminal } from "../terminal/terminal.ts"
import { cells, fit, oneLine, padEnd } from "../terminal/text.ts"
import { BatchState } from "./batch-state.ts"
import type { View } from "./follow.ts"
import { bar, setupLine } from "./setup-line.ts"

const BAR = 24
/** Runs that are still to come and are shown. */
const WAITING_SHOWN = 4
const LONGEST_LABEL = 36

/** Several runs, one after another: a final line for each that has ended, a bar for the one that runs, the names of the next. */
export class GroupView implements View {
  readonly #terminal: Terminal
  readonly #live: Live
  #labels = new Map<string, string>()
  #waiting: string[] = []
  #run: { name: string; state: BatchState } | undefined
  #setup = ""

  constructor(terminal: Terminal) {
    this.#terminal = terminal
    this.#live = new Live(terminal, (width) => this.#draw(width))
  }

  say(line: string): void {
    this.#live.print(line)
  }

  end(): void {
    this.#ended()
    this.#live.end()
  }

  on(progress: Progress): void {
    const { onErr } = this.#terminal
    const now = performance.now()
    switch (progress.type) {
      case "group":
        this.#labels = new Map(progress.members.map(({ run, label }) => [run, label]))
        this.#waiting = progress.members.map(({ run }) => run)
        this.#live.print(
          `${onErr.strong(progress.group)}  ${onErr.faint(many(progress.members.length, "run"))}`,
        )
        return
      case "setup":
        this.#setup = setupLine(progress)
        return
      case "warning":
        this.#live.print(`${onErr.warn("!")} ${oneLine(progress.message)}`)
        return
      case "ready":
        this.#ended()
        this.#setup = ""
        this.#run = { name: progress.run, state: new BatchState() }
        // those that could not begin were passed over
        this.#waiting = this.#waiting.slice(this.#waiting.indexOf(progress.run) + 1)
    }
    this.#run?.state.add(progress, now)
    if (progress.type === "run-end" && progress.run === this.#run?.name) this.#ended(progress.status)
  }

  #label(run: string): string {
    const widest = Math.max(...Array.from(this.#labels.values(), cells), 0)
    return padEnd(fit(this.#labels.get(run) ?? run, LONGEST_LABEL), Math.min(widest, LONGEST_LABEL))
  }

  #ended(status?: string): void {
    if (!this.#run) return
    const { name, state } = this.#run
    this.#run = undefined
    const { onErr } = this.#terminal
    const { done, amiss, tokens, cost, startedAt } = state
    const isDone = status === "done" && amiss.length === 0
    const mark = isDone ? onErr.good("✓") : status === "done" ? onErr.warn("✓") : onErr.bad("✗")
    const facts = [
      ...(status === undefined || status === "done" ? [] : [status]),
      `${many(done, "line")} done`,
      ...amiss,
      duration(performance.now() - startedAt),
      ...(tokens > 0 ? [`${count(tokens)} tokens`] : []),
      ...(cost > 0 ? [dollars(cost)] : []),
    ]
    this.#live.print(`  ${mark} ${this.#label(name)}  ${onErr.faint(facts.join(" · "))}`)
  }

  #draw(width: number): string[] {
    const { onErr } = this.#terminal
    const lines: string[] = []
    if (this.#run) {
      const { name, state } = this.#run
      const part = state.part
      const figures = state.figures(performance.now()).join("  ")
      const shown = part === undefined ? figures : `${bar(part, BAR)}  ${figures}`
      lines.push(fit(`  • ${this.#label(name)}  ${shown}`, width))
    } else if (this.#setup !== "") lines.push(fit(`  ${this.#setup}`, width))
    const next = this.#waiting.slice(0, WAITING_SHOWN)
    lines.push(...next.map((run) => onErr.faint(fit(`    ${this.#label(run)}`, width))))
    const more = this.#waiting.length - next.length
    if (more > 0) lines.push(onErr.faint(`    and ${count(more)} more`))
    return lines
  }
}
