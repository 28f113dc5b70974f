import { type ErrorRecord, newRunSummary, type RunEvent, type RunSummary, reduceRun } from "@internal/schema"

/** How far back the speed is measured, by the clock of the events. */
const WINDOW_MS = 15_000

export interface NodeFigures {
  node: string
  runs: number
  failed: number
  /** Milliseconds. */
  total: number
  slowest: number
}

/** What a run adds up to while one looks on. */
export class WatchState {
  readonly summary: RunSummary = newRunSummary()
  readonly #nodes = new Map<string, NodeFigures>()
  readonly #errors = new Map<string, number>()
  #ends: number[] = []
  #last = 0

  add(event: RunEvent): void {
    reduceRun(this.summary, event)
    this.#last = Math.max(this.#last, event.at)
    if (event.type === "line-end" && event.line !== null) {
      this.#ends.push(event.at)
      this.#ends = this.#ends.filter((at) => this.#last - at < WINDOW_MS)
      if (event.error) this.#count(event.error)
    } else if (event.type === "node-end" && !event.reused) this.#node(event.node, event.duration)
    else if (event.type === "node-error" && !event.retrying) this.#node(event.node, event.duration).failed++
  }

  /** Lines per second of late. */
  get rate(): number {
    const first = this.#ends[0]
    if (first === undefined) return 0
    const span = Math.max(this.#last - Math.max(first, this.#last - WINDOW_MS), 1)
    return (this.#ends.length * 1000) / span
  }

  /** Most frequent first. */
  get errors(): [name: string, count: number][] {
    return [...this.#errors].sort((a, b) => b[1] - a[1])
  }

  /** Slowest on average first. */
  get nodes(): NodeFigures[] {
    return [...this.#nodes.values()].sort((a, b) => b.total / b.runs - a.total / a.runs)
  }

  #node(node: string, duration: number): NodeFigures {
    const figures = this.#nodes.get(node) ?? { node, runs: 0, failed: 0, total: 0, slowest: 0 }
    figures.runs++
    figures.total += duration
    figures.slowest = Math.max(figures.slowest, duration)
    this.#nodes.set(node, figures)
    return figures
  }

  #count(error: ErrorRecord): void {
    const name = error.millrace?.code ?? error.innerError?.code ?? error.code
    this.#errors.set(name, (this.#errors.get(name) ?? 0) + 1)
  }
}
