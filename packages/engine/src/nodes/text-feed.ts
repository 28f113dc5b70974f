import {
  MillraceError,
  type ModelDelta,
  type ModelFailure,
  type TextStream,
  type Usage,
} from "@internal/schema"
import { Json } from "@internal/value"
import { type Answer, type Attempt, modelCall, type Request } from "./model-call.ts"

/** What a streamed answer prints as where its text should have been read instead (seen on the original). */
function generatorName(api: Request["api"], { headers }: Pick<Attempt, "headers">): string {
  if (api === "chat") return "post_process_chat_api_response.<locals>.generator"
  return `${headers ? "AzureOpenAI" : "OpenAI"}.completion.<locals>.generator`
}

/** A text that an earlier attempt at the line has heard to its end, to be handed on in the same pieces. */
export async function saidAgain(
  pieces: readonly string[],
  request: Request,
  attempt: Pick<Attempt, "headers">,
): Promise<TextFeed> {
  const deltas = heard(pieces)
  const name = generatorName(request.api, attempt)
  return new TextFeed(await deltas.next(), deltas, {
    name,
    answer: { text: "" },
    stop: new AbortController(),
  })
}

async function* heard(pieces: readonly string[]): AsyncGenerator<ModelDelta> {
  for (const text of pieces) yield { type: "text", text }
}

/** One attempt, until the model begins to speak: only what goes wrong before that is tried again (spec 5.5). */
export async function openFeed(
  meters: Parameters<typeof modelCall>[0],
  request: Request,
  attempt: Attempt,
): Promise<TextFeed> {
  const stop = new AbortController()
  const signal = AbortSignal.any([attempt.signal, stop.signal])
  const deltas = modelCall(meters, request, { ...attempt, signal })
  const name = generatorName(request.api, attempt)
  return new TextFeed(await deltas.next(), deltas, { name, answer: attempt.answer, stop })
}

/**
 * The text of a model that still speaks (spec 3.11). It is taken from the model as it comes, and read once: each piece goes
 * to the reader that asks first, as a generator that several nodes hold gives each item to one of them.
 */
export class TextFeed implements TextStream {
  /** Settles when the model has said all, or was stopped. Never rejects: a failure waits for the reader. */
  readonly ended: Promise<void>
  readonly name: string
  readonly #answer: Answer
  readonly #stop: AbortController
  readonly #pieces: string[] = []
  #isOver = false
  #failure: unknown
  #changed = Promise.withResolvers<void>()

  /** Reads `deltas` after `first`; `stop` ends the call behind them. */
  constructor(
    first: IteratorResult<ModelDelta>,
    deltas: AsyncIterator<ModelDelta>,
    behind: { name: string; answer: Answer; stop: AbortController },
  ) {
    this.name = behind.name
    this.#answer = behind.answer
    this.#stop = behind.stop
    this.ended = this.#pump(first, deltas)
  }

  /** What the model counted; undefined before the end. */
  get usage(): Usage | undefined {
    return this.#answer.usage
  }

  async next(): Promise<string | undefined> {
    for (;;) {
      const piece = this.#pieces.shift()
      if (piece !== undefined) return piece
      if (this.#isOver) break
      await this.#changed.promise
    }
    const failure = this.#failure
    this.#failure = undefined // told once: a generator that has raised is at its end
    if (failure !== undefined) throw failure
    return undefined
  }

  /** Stops the model. What it has said stays readable. */
  close(): void {
    if (!this.#isOver) this.#stop.abort()
  }

  /** All that is left of it; `took` is told each piece. */
  async rest(took?: (piece: string) => void): Promise<string> {
    let text = ""
    for (let piece = await this.next(); piece !== undefined; piece = await this.next()) {
      took?.(piece)
      text += piece
    }
    return text
  }

  async #pump(first: IteratorResult<ModelDelta>, deltas: AsyncIterator<ModelDelta>): Promise<void> {
    try {
      for (let step = first; !step.done; step = await deltas.next()) {
        if (step.value.type !== "text") continue
        this.#pieces.push(step.value.text)
        this.#wake()
      }
    } catch (thrown) {
      if (!this.#stop.signal.aborted) this.#failure = thrown
    }
    this.#isOver = true
    this.#wake()
  }

  #wake(): void {
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
  }
}

/** What is left of a stream, as a flow output. Rejects with what the model's answer was broken off by. */
export async function joined(stream: TextStream, took?: (piece: string) => void): Promise<Json> {
  try {
    return Json.of(await stream.rest(took))
  } catch (thrown) {
    throw brokenOff(thrown)
  }
}

/** The SDK's own error: nothing wraps it once the answer has begun (spec 5.5). */
function brokenOff(thrown: unknown): unknown {
  if (!(thrown instanceof MillraceError) || thrown.code !== "MODEL_CALL_FAILED") return thrown
  const failure = thrown.data as ModelFailure
  return new MillraceError("MODEL_CALL_FAILED", failure, {
    message: failure.detail,
    original: ["SystemError", failure.class],
    className: failure.class,
    target: "",
    hint: thrown.hint,
    cause: thrown,
  })
}
