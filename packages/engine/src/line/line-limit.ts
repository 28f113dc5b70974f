import { type LineStatus, MillraceError, type Plan } from "@internal/schema"

/** Why the signal of a line is aborted whose time is over. Its message is for the records of nodes that were running (spec 3.6). */
export class LineTimeout extends Error {}

/** The outer signal, with a time limit of the line's own. */
export class LineLimit implements Disposable {
  readonly #outer: AbortSignal
  readonly #seconds: number | undefined
  readonly #controller = new AbortController()
  readonly #timer: NodeJS.Timeout | undefined
  readonly #stop = () => this.#controller.abort(this.#outer.reason)

  /** The line may go on for `grace` seconds past its limit, which is the one that its error names. */
  constructor(outer: AbortSignal, seconds: number | undefined, grace = 0) {
    this.#outer = outer
    this.#seconds = seconds
    if (outer.aborted) this.#stop()
    outer.addEventListener("abort", this.#stop)
    if (seconds !== undefined) {
      const end = () =>
        this.#controller.abort(new LineTimeout(`Line execution timeout after ${seconds} seconds`))
      this.#timer = setTimeout(end, (seconds + grace) * 1000)
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** What has become of a line whose signal is aborted, by what aborted it. */
  stopped(line: number, kind: Plan["kind"]): { status: LineStatus; error: MillraceError } {
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
        // In the original the line of a DAG flow has what is left of the batch's time as its own limit, and that ends first.
        error: new MillraceError(
          "LINE_BATCH_TIMEOUT",
          { line_number: line, timeout },
          kind === "dag" ? { original: ["UserError", "LineExecutionTimeoutError"], target: "Executor" } : {},
        ),
      }
    }
    return { status: "cancelled", error: new MillraceError("CANCELED") }
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    this.#outer.removeEventListener("abort", this.#stop)
  }
}
