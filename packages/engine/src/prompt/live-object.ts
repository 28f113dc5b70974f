import { type ForeignObject, JinjaError, Tuple } from "@internal/jinja"
import type { LineSession, Looked, LookOperation, NodeValue, TextStream } from "@internal/schema"
import { Json, type Value } from "@internal/value"

/** The rendering needs an answer from Python, or from a model that still speaks, before it can go on. */
class Unanswered extends Error {
  readonly ask: () => Promise<unknown>
  constructor(ask: () => Promise<unknown>) {
    super("a template waits for an answer")
    this.ask = ask
  }
}

/**
 * Lets a template, whose rendering cannot wait, ask things that take time: it is rendered anew with each answer. A template
 * asks the same questions in the same order every time, so the answers are told by their place.
 */
export class Questions {
  readonly #answers: unknown[] = []
  #next = 0

  async render(template: () => string): Promise<string> {
    for (;;) {
      this.#next = 0
      try {
        return template()
      } catch (thrown) {
        if (!(thrown instanceof Unanswered)) throw thrown
        this.#answers.push(await thrown.ask())
      }
    }
  }

  ask<T>(question: () => Promise<T>): T {
    const at = this.#next++
    if (at >= this.#answers.length) throw new Unanswered(question)
    return this.#answers[at] as T // what `question` answered at this place before
  }
}

type Live = Looked & { kind: "live" }

/** A Python object in a template: what the template does with it, Python answers. */
export class LiveObject implements ForeignObject {
  readonly pyType: string
  readonly #live: Live
  readonly #session: LineSession
  readonly #questions: Questions
  readonly pyIter?: () => unknown[]
  readonly pyLen?: () => number
  readonly pyContains?: (value: unknown) => boolean
  readonly pyCall?: (args: unknown[], kwargs: Map<string, unknown> | null) => unknown

  constructor(live: Live, session: LineSession, questions: Questions) {
    this.pyType = live.value.type
    this.#live = live
    this.#session = session
    this.#questions = questions
    if (live.has.has("iterate")) this.pyIter = () => this.#look("iterate", null)
    if (live.has.has("length")) this.pyLen = () => Number(this.#one("length", null))
    if (live.has.has("iterate") || live.has.has("contains"))
      this.pyContains = (value) => this.#one("contains", plain(value)) === true
    if (live.has.has("call"))
      this.pyCall = (args, kwargs) => this.#one("call", [args.map(plain), new Map(kwargs ?? [])] as Value)
  }

  pyRepr(): string {
    return this.#live.repr
  }
  pyStr(): string {
    return this.#live.str
  }
  pyBool(): boolean {
    return this.#live.truth
  }
  pyGetAttr(name: string): unknown {
    const known = this.#live.attributes.get(name)
    return known === undefined ? this.#one("attribute", name) : known
  }
  pyGetItem(key: unknown): unknown {
    return this.#live.has.has("item") ? this.#one("item", plain(key)) : undefined
  }

  #one(operation: LookOperation, argument: Value): unknown {
    return this.#look(operation, argument)[0]
  }

  #look(operation: LookOperation, argument: Value): unknown[] {
    const found = this.#questions.ask(() =>
      this.#session.look(this.#live.value, operation, Json.of(argument)),
    )
    return found.map((item) => ofLooked(item, this.#session, this.#questions))
  }
}

/** A value as an argument for Python; objects go there as what they print. */
function plain(value: unknown): Value {
  return value instanceof LiveObject ? value.pyStr() : (value as Value) // templates hold values of the model otherwise
}

export function ofLooked(found: Looked, session: LineSession, questions: Questions): unknown {
  switch (found.kind) {
    case "json":
      return found.json.value
    case "error":
      throw new JinjaError(found.type, found.message)
    case "list":
      return found.items.map((item) => ofLooked(item, session, questions))
    case "tuple":
      return new Tuple(found.items.map((item) => ofLooked(item, session, questions)))
    case "dict":
      return new Map(Array.from(found.items, ([key, item]) => [key, ofLooked(item, session, questions)]))
    case "live":
      return new LiveObject(found, session, questions)
  }
}

/** A model's text that is still coming: a template that iterates it takes its pieces. */
export class StreamObject implements ForeignObject {
  readonly pyType = "generator"
  readonly #value: NodeValue & { kind: "live" }
  readonly #stream: TextStream
  readonly #questions: Questions

  constructor(value: NodeValue & { kind: "live" }, stream: TextStream, questions: Questions) {
    this.#value = value
    this.#stream = stream
    this.#questions = questions
  }

  pyRepr(): string {
    return String(this.#value.shown.value)
  }
  pyBool(): boolean {
    return true
  }
  pyIter(): string[] {
    return this.#questions.ask(async () => {
      const pieces: string[] = []
      for (;;) {
        const piece = await this.#stream.next()
        if (piece === undefined) return pieces
        pieces.push(piece)
      }
    })
  }
}
