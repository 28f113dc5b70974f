import type { FlowView } from "@internal/schema/studio"
import { ApiFailure, call } from "../../api/call.ts"
import { shownError } from "../../api/shown-error.ts"
import type { WorkOutcome } from "../../api/work.ts"
import { chosenRuntime } from "../../flow/chosen-runtime.ts"
import { isMarked } from "./session-records.ts"
import type { ChatPortNames } from "./turn.ts"

/** What a conversation is opened with; another one opens it anew, with the same history. */
export interface ChatSettings {
  ports: ChatPortNames
  /** Of inputs other than the message and the history. */
  inputs: Record<string, unknown>
  /** Arguments of a flex flow's class. */
  init: Record<string, unknown>
  variants: Record<string, string>
}

interface OpenedChat {
  chat: string
  /** What of the settings it was opened with. */
  key: string
}

/** The chat that is open in the server's engine, with the flow's code loaded. */
export class ServerChat {
  #opened: OpenedChat | undefined
  #isOld = false

  get opened(): OpenedChat | undefined {
    return this.#opened
  }

  /** Goes on with one that an earlier page has opened; undefined: it is there no more, or is left to others. */
  take(opened: OpenedChat | undefined): void {
    this.#opened = opened
  }

  /** Files of the flow have changed: it is opened anew before it is asked next. */
  filesChanged(): void {
    this.#isOld = true
  }

  close(): void {
    if (this.#opened) call("chats.close", { query: { chat: this.#opened.chat } }).catch(() => {})
    this.#opened = undefined
  }

  /**
   * Opens it with what was said, unless it is open already. `follow` waits for a work; `first` is what the flow itself begins
   * with, where it was asked.
   */
  async open(
    view: FlowView,
    { ports, init, variants }: ChatSettings,
    said: { first: readonly unknown[]; records: readonly unknown[] },
    follow: (work: string) => Promise<WorkOutcome>,
  ): Promise<{ chat: string; isNew: boolean; first?: readonly unknown[] }> {
    const runtime = chosenRuntime(view.path)
    const key = JSON.stringify([ports, init, variants, runtime])
    if (this.#opened?.key === key && !this.#isOld) return { chat: this.#opened.chat, isNew: false }
    this.close()
    this.#isOld = false
    const begins = ports.history !== undefined && said.records.length > 0
    const { chat, work } = await call("chats.open", {
      body: {
        flow: view.path,
        variants,
        ...(runtime !== undefined && { runtime }),
        ...(Object.keys(init).length > 0 && { init }),
        ...(!isMarked(view, ports) && { ports }),
        ...(begins && { inputs: { [ports.history as string]: [...said.first, ...said.records] } }),
      },
    })
    const { error, result } = await follow(work)
    if (error) throw new ApiFailure({ code: "INTERNAL", ...shownError(error) })
    this.#opened = { chat, key }
    const { history = [] } = (result ?? {}) as { history?: unknown[] }
    return { chat, isNew: true, ...(!begins && { first: history }) }
  }
}
