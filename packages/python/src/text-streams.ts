import { MillraceError, type ModelFailure, type TextStream } from "@internal/schema"

/** Texts that models still write and that code in a worker reads through generators, by the handle that both sides know. */
export class TextStreams {
  readonly #streams = new Map<string, TextStream>()

  offer(handle: string, stream: TextStream): void {
    this.#streams.set(handle, stream)
  }

  /** An answer to the worker's question `id`; one that is still being written is handed over as a generator. */
  handed(id: number, answer: unknown): unknown {
    if (!isStream(answer)) return answer
    const handle = `answer-${id}`
    this.offer(handle, answer)
    return { millrace_stream: handle, name: answer.name }
  }

  /** The next piece, as the generator wants it; with `close` nobody reads on. */
  async next(payload: unknown): Promise<unknown> {
    const { stream: handle, close } = payload as { stream: string; close?: true }
    const stream = this.#streams.get(handle)
    if (close) stream?.close()
    if (close || !stream) return { text: null }
    try {
      return { text: (await stream.next()) ?? null }
    } catch (thrown) {
      if (!(thrown instanceof MillraceError) || thrown.code !== "MODEL_CALL_FAILED") throw thrown
      const { class: name, detail } = thrown.data as ModelFailure
      return { failure: { class: name, detail } }
    }
  }

  clear(): void {
    this.#streams.clear()
  }
}

function isStream(value: unknown): value is TextStream {
  return typeof value === "object" && value !== null && "rest" in value && "next" in value
}
