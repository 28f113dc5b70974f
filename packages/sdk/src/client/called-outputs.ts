import type { OutputFeed } from "@internal/engine"
import type { CalledAnswer } from "./called-answer.ts"

interface Begun {
  /** JSON text of a dict; null where a generator is. */
  outputs: string
  /** Outputs that are generators, and what each prints as. */
  generators: ReadonlyMap<string, string>
}

/** The outputs of a called flow on their way to the code: at first what is known, then piece by piece what generators say. */
export class CalledOutputs implements OutputFeed {
  readonly begun: Promise<Begun>
  readonly #begin: (begun: Begun) => void
  readonly #pieces = new Map<string, unknown[]>()
  readonly #over = new Set<string>()
  #failure: CalledAnswer | undefined
  #changed = Promise.withResolvers<void>()

  constructor() {
    const { promise, resolve } = Promise.withResolvers<Begun>()
    this.begun = promise
    this.#begin = resolve
  }

  known(outputs: string, generators: ReadonlyMap<string, string>): void {
    for (const name of generators.keys()) this.#pieces.set(name, [])
    this.#begin({ outputs, generators })
  }

  piece(output: string, item: unknown): void {
    this.#pieces.get(output)?.push(item)
    this.#wake()
  }

  said(output: string): void {
    this.#over.add(output)
    this.#wake()
  }

  /** The call is over; a failure waits for who reads. */
  end(answer: CalledAnswer): void {
    if ("error" in answer) this.#failure = answer
    for (const name of this.#pieces.keys()) this.#over.add(name)
    this.#wake()
  }

  /** Nothing more is to be had. */
  get isRead(): boolean {
    return Array.from(this.#pieces).every(([name, left]) => left.length === 0 && this.#over.has(name))
  }

  /** The next piece of an output; nothing at its end. */
  async next(output: string): Promise<unknown> {
    for (;;) {
      const item = this.#pieces.get(output)?.shift()
      if (item !== undefined) return { item }
      if (this.#failure) return this.#failure
      if (this.#over.has(output) || !this.#pieces.has(output)) return {}
      await this.#changed.promise
    }
  }

  #wake(): void {
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
  }
}
