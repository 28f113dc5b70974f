import type { NewEvent, NodeDelta, Writer } from "@internal/schema"
import type { Scrubber } from "@internal/store"

type Stream = ReturnType<Scrubber["stream"]>

/** What nodes say while they run, without secrets: an end that may be the start of one waits until more is known. */
export class LiveText {
  readonly #scrubber: Scrubber
  readonly #tell: (delta: NodeDelta) => void
  readonly #streams = new Map<string, { delta: NodeDelta; stream: Stream }>()

  constructor(scrubber: Scrubber, tell: (delta: NodeDelta) => void) {
    this.#scrubber = scrubber
    this.#tell = tell
  }

  push(delta: NodeDelta): void {
    const key = `${delta.line} ${delta.node}`
    const known = this.#streams.get(key) ?? { delta, stream: this.#scrubber.stream() }
    this.#streams.set(key, known)
    this.#show(delta, known.stream.push(delta.text))
  }

  /** The same writer; what waits of a node or a line is told before its end. */
  before(writer: Writer): Writer {
    return {
      append: (events) => {
        for (const event of events) this.#ended(event)
        return writer.append(events)
      },
      close: () => writer.close(),
    }
  }

  #ended(event: NewEvent): void {
    if (this.#streams.size === 0) return
    const { type } = event
    if (type !== "node-end" && type !== "node-error" && type !== "line-end") return
    if (type === "node-end" && event.live !== undefined) return // its model may speak on until the line ends
    for (const [key, { delta, stream }] of this.#streams) {
      const isOver =
        type === "line-end"
          ? delta.line === event.line || delta.line === null
          : delta.node === event.node && delta.line === event.line
      if (!isOver) continue
      this.#streams.delete(key)
      this.#show(delta, stream.end())
    }
  }

  #show(delta: NodeDelta, text: string): void {
    if (text !== "") this.#tell({ ...delta, text })
  }
}
