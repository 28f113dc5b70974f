import { type Host, type LineSession, MillraceError } from "@internal/schema"

type Kind = "python" | "javascript"

/** The workers of one line: opened when its first node of a kind runs, given back when the line ends. */
export class Sessions implements AsyncDisposable {
  readonly #host: Host
  readonly #line: number | null
  readonly #signal: AbortSignal
  readonly #opening = new Map<Kind, Promise<LineSession>>()
  readonly #opened = new Map<Kind, LineSession>()

  constructor(host: Host, line: number | null, signal: AbortSignal) {
    this.#host = host
    this.#line = line
    this.#signal = signal
  }

  open(kind: Kind): Promise<LineSession> {
    let opening = this.#opening.get(kind)
    if (!opening) {
      const runner = this.#host[kind]
      if (!runner) throw new MillraceError("INTERNAL", { detail: `there is no ${kind} runner for this plan` })
      opening = runner.open(this.#line, this.#signal).then((session) => {
        this.#opened.set(kind, session)
        return session
      })
      this.#opening.set(kind, opening)
    }
    return opening
  }

  /** How often a worker was given up. */
  drops = 0

  /** Gives up a worker that does not end what it does; the next node that needs one gets another. */
  async drop(kind: Kind): Promise<void> {
    const opening = this.#opening.get(kind)
    this.#opening.delete(kind)
    this.#opened.delete(kind)
    this.drops++
    const session = await opening?.catch(() => undefined)
    await session?.[Symbol.asyncDispose]()
  }

  /** The session if a node has opened one: live values exist only then. */
  opened(kind: Kind): LineSession | undefined {
    return this.#opened.get(kind)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const opening of this.#opening.values()) {
      const session = await opening.catch(() => undefined)
      await session?.[Symbol.asyncDispose]()
    }
  }
}
