import {
  MillraceError,
  sourceName,
  type ToolCall,
  type ToolSignature,
  type ToolSource,
} from "@internal/schema"
import type { ErrorMessage, SignatureMessage } from "./protocol.ts"
import { readError } from "./read-error.ts"
import { readSignature } from "./read-signature.ts"
import { type Supervisor, startFailure } from "./supervisor.ts"

type Answer = ToolSignature | Error

/** The tools of a pool: each source has a place, and equal sources have one each, for they are modules of their own. */
export class ToolLoader {
  /** False once an import left a thread running: its locks would stay held in a forked child. */
  canFork = true
  readonly #supervise: () => Supervisor
  readonly #sources: ToolSource[] = []
  /** Places that loaded; a new supervisor loads them again. */
  readonly #loaded = new Set<number>()
  readonly #nodes = new Map<string, number>()
  #descriptions = 0

  constructor(supervise: () => Supervisor) {
    this.#supervise = supervise
  }

  async prepare(sources: ToolSource[]): Promise<Answer[]> {
    const places = this.#places(sources)
    const wanted = new Set(places)
    const found = new Map<number, Answer>()
    while (found.size < wanted.size) {
      const supervisor = this.#supervise()
      const failure = await supervisor.ready.then(
        () => undefined,
        (error: Error) => error,
      )
      if (failure !== undefined) {
        for (const place of wanted) if (!found.has(place)) found.set(place, failure)
        break
      }
      const missing = [...wanted].filter((place) => !found.has(place))
      const [culprit] = await this.#load(supervisor, new Set([...this.#loaded, ...missing]), found)
      if (culprit === undefined) break
      // The import of this one ended the process: it has its error, the others get a new supervisor.
      const exit = await supervisor.process.exited
      found.set(culprit, importEnded(this.#sources[culprit] as ToolSource, supervisor.process.reason(exit))) // a place
      this.#loaded.delete(culprit)
    }
    return places.map((place) => found.get(place) as Answer) // every place was filled above
  }

  /** Undefined for an entry that only running its module would show. */
  async describe(sources: ToolSource[]): Promise<(Answer | undefined)[]> {
    const supervisor = this.#supervise()
    await supervisor.ready
    return Promise.all(sources.map((source) => this.#describe(supervisor, source)))
  }

  /** Nodes that share a source get its instances in the order in which they are first called. */
  toolOf(call: ToolCall): number {
    const known = this.#nodes.get(call.node)
    if (known !== undefined) return known
    const taken = new Set(this.#nodes.values())
    const places = this.#sources.flatMap((source, index) => (isSame(source, call.source) ? [index] : []))
    const free = places.find((index) => !taken.has(index)) ?? places.at(-1)
    const place = free ?? this.#sources.push(call.source) - 1
    this.#nodes.set(call.node, place)
    return place
  }

  /** The place of every source; the second of two equal sources has its own. */
  #places(sources: ToolSource[]): number[] {
    const used = new Set<number>()
    return sources.map((source) => {
      const known = this.#sources.findIndex((other, index) => !used.has(index) && isSame(other, source))
      const place = known < 0 ? this.#sources.push(source) - 1 : known
      used.add(place)
      return place
    })
  }

  /** Loads the tools one after another; answers those that were not reached because the process ended. */
  async #load(supervisor: Supervisor, places: Set<number>, found: Map<number, Answer>): Promise<number[]> {
    const left = new Set(places)
    const { promise, resolve } = Promise.withResolvers<void>()
    using _listening = supervisor.listen((message) => {
      if (message.type !== "prepared") return
      this.canFork &&= message.fork
      left.delete(message.index)
      if (message.signature !== null) {
        this.#loaded.add(message.index)
        supervisor.loaded.add(message.index)
      }
      found.set(message.index, answerOf(this.#sources[message.index] as ToolSource, message)) // the index that was sent
      if (left.size === 0) resolve()
    })
    for (const index of places) {
      supervisor.send({ type: "prepare", index, source: this.#sources[index] as ToolSource }) // its place
    }
    if (left.size > 0) await Promise.race([promise, supervisor.process.exited])
    return [...left]
  }

  async #describe(supervisor: Supervisor, source: ToolSource): Promise<Answer | undefined> {
    const id = ++this.#descriptions
    const { promise, resolve } = Promise.withResolvers<Answer | undefined>()
    using _listening = supervisor.listen((message) => {
      if (message.type !== "described" || message.id !== id) return
      const isKnown = message.signature !== null || message.error !== null
      resolve(isKnown ? answerOf(source, message) : undefined)
    })
    supervisor.send({ type: "describe", id, source })
    const ended = supervisor.process.exited.then((exit) => startFailure(supervisor.process.reason(exit)))
    return await Promise.race([promise, ended])
  }
}

function isSame(one: ToolSource, other: ToolSource): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function answerOf(
  source: ToolSource,
  message: { signature: SignatureMessage | null; error: ErrorMessage | null },
): Answer {
  if (message.signature !== null) return readSignature(source, message.signature)
  return readError(message.error as ErrorMessage) // exactly one of the two is set
}

function importEnded(source: ToolSource, reason: string): MillraceError {
  return new MillraceError("TOOL_LOAD_FAILED", {
    path: sourceName(source),
    type: "SystemExit",
    detail: `importing it ended the Python process: ${reason}`,
    fix: "Move what ends the process out of the module's top level.",
  })
}
