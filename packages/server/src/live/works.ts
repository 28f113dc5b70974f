import { randomUUID } from "node:crypto"
import { MillraceError } from "@internal/schema"
import type { EngineProcess, WorkEnd, WorkEvent, WorkOperation, WorkOptions } from "@internal/sdk"
import { Ring } from "./ring.ts"

/** Events of a work that are kept; a longer one is read from its run's journal. */
const MOST_EVENTS = 20_000
/** Works that have ended and can still be asked about. */
const MOST_ENDED = 50

/** Running text is among the events, so that who comes again gets what he has missed of it. */
class Work {
  readonly id = randomUUID()
  readonly engine: EngineProcess
  readonly events = new Ring<WorkEvent | { end: WorkEnd }>(MOST_EVENTS)
  readonly end = Promise.withResolvers<WorkEnd>()
  constructor(engine: EngineProcess) {
    this.engine = engine
  }

  /** Name of the run that it is, once it has told that. */
  run: string | undefined
  isOver = false

  told(event: WorkEvent): void {
    this.run ??= "journal" in event ? event.journal.run : runNamed(event.event)
    this.events.add(event)
  }

  ended(end: WorkEnd): void {
    this.isOver = true
    this.events.add({ end })
    this.events.close()
    this.end.resolve(end)
  }
}

function runNamed(event: Record<string, unknown>): string | undefined {
  return event.type === "ready" && typeof event.run === "string" ? event.run : undefined
}

/** What this server has engines do. */
export class Works {
  readonly #works = new Map<string, Work>()

  start<O extends WorkOperation>(
    engine: EngineProcess,
    operation: O,
    options: WorkOptions[O],
  ): { work: string; end: Promise<WorkEnd> } {
    const work = new Work(engine)
    this.#works.set(work.id, work)
    this.#forget()
    engine.start(work.id, operation, options, work)
    return { work: work.id, end: work.end.promise }
  }

  /** Waits for what a short work answers. Fails as it does. */
  async ask<O extends WorkOperation>(
    engine: EngineProcess,
    operation: O,
    options: WorkOptions[O],
  ): Promise<unknown> {
    const { work, end: ended } = this.start(engine, operation, options)
    const end = await ended
    this.#works.delete(work) // its answer may be large, and nobody else asks for it
    if ("result" in end) return end.result
    const { message, millrace } = end.error
    throw new MillraceError(
      millrace?.code ?? "INTERNAL",
      { detail: message },
      { message, ...(millrace?.hint && { hint: millrace.hint }) },
    )
  }

  cancel(id: string): void {
    this.#need(id).engine.cancel(id)
  }

  /** The work that runs, or ran, the run of this name. */
  ofRun(name: string): string | undefined {
    return [...this.#works.values()].find(({ run }) => run === name)?.id
  }

  async *events(id: string, after: number, signal: AbortSignal): AsyncGenerator<object> {
    const work = this.#need(id)
    for await (const { seq, item } of work.events.after(after, signal)) {
      if ("end" in item) yield { seq, event: { type: "work-end", ...item.end } }
      else if ("journal" in item) yield { seq, journal: item.journal }
      else yield { seq, event: item.event }
    }
  }

  #need(id: string): Work {
    const work = this.#works.get(id)
    if (!work) throw new MillraceError("WORK_NOT_FOUND", { id })
    return work
  }

  #forget(): void {
    const ended = [...this.#works.values()].filter(({ isOver }) => isOver)
    for (const { id } of ended.slice(0, -MOST_ENDED)) this.#works.delete(id)
  }
}
