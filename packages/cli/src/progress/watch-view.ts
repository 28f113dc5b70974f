import type { Progress } from "@internal/sdk"
import { count, dollars, duration, many } from "../terminal/amount.ts"
import { Live } from "../terminal/live.ts"
import type { Terminal } from "../terminal/terminal.ts"
import { fit } from "../terminal/text.ts"
import type { View } from "./follow.ts"
import { bar } from "./setup-line.ts"
import { WatchState } from "./watch-state.ts"

const ERRORS_SHOWN = 5
const NODES_SHOWN = 8
const NAME_WIDTH = 24

/** A run, live: progress, speed, tokens, cost, what goes wrong how often, and which nodes take the time. */
export class WatchView implements View {
  readonly #live: Live
  readonly #name: string
  readonly #state = new WatchState()

  constructor(terminal: Terminal, name: string) {
    this.#name = name
    this.#live = new Live(terminal, (width) => this.#draw().map((line) => fit(line, width)))
  }

  on(progress: Progress): void {
    if ("seq" in progress) this.#state.add(progress)
  }

  say(line: string): void {
    this.#live.print(line)
  }

  end(): void {
    this.#live.end(this.#draw().join("\n"))
  }

  #draw(): string[] {
    const { summary, rate, errors, nodes } = this.#state
    const { done, failed, crashed, cancelled, running } = summary.counts
    const ended = done + failed + crashed + cancelled
    const total = summary.lines
    const left = total === null || rate === 0 ? 0 : ((total - ended) * 1000) / rate
    const progress = [
      total === null
        ? `${count(ended)} lines`
        : `${bar(total === 0 ? 1 : ended / total, NAME_WIDTH)}  ${count(ended)}/${count(total)}`,
      ...(failed > 0 ? [`${count(failed)} failed`] : []),
      ...(crashed > 0 ? [`${count(crashed)} crashed`] : []),
      ...(running > 0 ? [`${count(running)} in flight`] : []),
      ...(summary.state === "running" && rate > 0 ? [`${rate.toFixed(rate < 10 ? 1 : 0)} lines/s`] : []),
      ...(summary.state === "running" && left > 0 ? [`${duration(left)} left`] : []),
    ]
    return [
      `${this.#name}  ${summary.state}`,
      progress.join("  "),
      ...this.#money(),
      ...errors.slice(0, ERRORS_SHOWN).map(([name, times]) => `  ! ${name}  ${many(times, "line")}`),
      ...nodes.slice(0, NODES_SHOWN).map(({ node, runs, total, slowest, failed }) => {
        const figures = `${duration(total / runs).padStart(8)} on average, ${duration(slowest)} at most`
        return `  ${fit(node, NAME_WIDTH).padEnd(NAME_WIDTH)}  ${figures}${failed > 0 ? `, ${count(failed)} failed` : ""}`
      }),
    ]
  }

  #money(): string[] {
    const { usage, models } = this.#state.summary
    if (usage.total_tokens === 0) return []
    const spent = Object.values(models)
    const cost = spent.reduce((sum, model) => sum + model.cost, 0)
    const unpriced = spent.some((model) => model.unpriced > 0)
    const money = cost > 0 ? `  ${dollars(cost)}${unpriced ? " and calls without a known price" : ""}` : ""
    return [`${count(usage.total_tokens)} tokens${money}`]
  }
}
