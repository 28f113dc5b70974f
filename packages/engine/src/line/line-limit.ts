import { type LineStatus, MillraceError } from "@internal/schema"

/** The outer signal, with a time limit of the line's own. */
export class LineLimit implements Disposable {
  readonly #outer: AbortSignal
  readonly #seconds: number | undefined
  readonly #controller = new AbortController()
  readonly #timer: NodeJS.Timeout | undefined
  readonly #stop = () => this.#controller.abort(this.#outer.reason)

  constructor(outer: AbortSignal, seconds: number | undefined) {
    this.#outer = outer
    this.#seconds = seconds
    if (outer.aborted) this.#stop()
    outer.addEventListener("abort", this.#stop)
    if (seconds !== undefined) {
      this.#timer = setTimeout(() => this.#controller.abort(new Error("line timeout")), seconds * 1000)
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** What has become of a line whose signal is aborted, by what aborted it. */
  stopped(line: number): { status: LineStatus; error: MillraceError } {
    if (!this.#outer.aborted) {
      return {
        status: "failed",
        error: new MillraceError("LINE_TIMEOUT", { line_number: line, timeout: this.#seconds }),
      }
    }
    const { reason } = this.#outer
    if (reason instanceof MillraceError && reason.code === "BATCH_TIMEOUT") {
      const timeout = reason.data.batch_timeout_sec
      return {
        status: "failed",
        error: new MillraceError("LINE_BATCH_TIMEOUT", { line_number: line, timeout }),
      }
    }
    return { status: "cancelled", error: new MillraceError("CANCELED") }
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    this.#outer.removeEventListener("abort", this.#stop)
  }
}
