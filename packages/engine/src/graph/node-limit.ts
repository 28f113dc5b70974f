import { MillraceError } from "@internal/schema"

/** The line's signal, with a time limit of the node's own. */
export class NodeLimit implements Disposable {
  readonly #outer: AbortSignal
  readonly #controller: AbortController | undefined
  readonly #timer: NodeJS.Timeout | undefined
  readonly #stop = () => this.#controller?.abort(this.#outer.reason)
  readonly #node: string
  readonly #seconds: number | undefined
  isOver = false

  constructor(outer: AbortSignal, node: string, seconds: number | undefined) {
    this.#outer = outer
    this.#node = node
    this.#seconds = seconds
    if (seconds === undefined) return
    this.#controller = new AbortController()
    if (outer.aborted) this.#stop()
    outer.addEventListener("abort", this.#stop)
    this.#timer = setTimeout(() => {
      this.isOver = true
      this.#controller?.abort(this.error)
    }, seconds * 1000)
  }

  /** What a node fails with that has run out of time. */
  get error(): MillraceError {
    return new MillraceError("NODE_TIMEOUT", { node_name: this.#node, timeout: this.#seconds ?? 0 })
  }

  get signal(): AbortSignal {
    return this.#controller?.signal ?? this.#outer
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    this.#outer.removeEventListener("abort", this.#stop)
  }
}
