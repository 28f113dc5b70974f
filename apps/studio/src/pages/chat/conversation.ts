import type { FlowView } from "@internal/schema/studio"
import { type ApiFailure, call } from "../../api/call.ts"
import { shownError } from "../../api/shown-error.ts"
import { FollowedWork, type Told, type WorkOutcome } from "../../api/work.ts"
import { Evaluations } from "./evaluations.ts"
import { isUnderWay, type KeptConversation } from "./kept-conversation.ts"
import { readTrace } from "./read-trace.ts"
import { type ChatSettings, ServerChat } from "./server-chat.ts"
import { recordsOf, sessionOf } from "./session-records.ts"
import { type Entry, isTurn, type Turn } from "./turn.ts"
import { endOfTurn } from "./turn-end.ts"

/**
 * A conversation with a flow. The flow's code stays loaded in the server's engine; where that has been lost, or the flow's
 * files or settings have changed, the chat is opened anew with what was said so far.
 */
export class Conversation {
  #view: FlowView
  readonly #listeners = new Set<() => void>()
  readonly evaluations: Evaluations
  #entries: readonly Entry[] = []
  #running: { turn: number; work?: FollowedWork; stopped: boolean } | undefined
  readonly #chat = new ServerChat()
  #isLeft = false
  /** What the flow itself begins with: the default of its history. */
  #first: readonly unknown[] = []
  #last = 0
  #waiting = ""

  constructor(view: FlowView) {
    this.#view = view
    this.evaluations = new Evaluations(this)
  }

  get view(): FlowView {
    return this.#view
  }

  /** The same array until something changes. */
  get entries(): readonly Entry[] {
    return this.#entries
  }

  get turns(): readonly Turn[] {
    return this.#entries.filter(isTurn)
  }

  get running(): boolean {
    return this.#running !== undefined
  }

  get kept(): KeptConversation {
    return { entries: this.#entries, first: this.#first, opened: this.#chat.opened }
  }

  /** Shows again what was kept, and follows a turn that is still under way. */
  restore({ entries, first, opened }: KeptConversation): void {
    this.#first = first
    this.#chat.take(opened)
    this.#last = Math.max(0, ...entries.map(({ id }) => id))
    const last = entries.at(-1)
    if (last && isTurn(last) && isUnderWay(last) && last.work !== undefined) {
      this.#running = { turn: last.id, stopped: false }
      void this.#follow(last.id, last.work).then((outcome) => {
        const isGone = outcome.error && shownError(outcome.error).code === "WORK_NOT_FOUND"
        if (isGone && this.#running) this.#running.stopped = true // the server was started again
        this.#finish(last.id, outcome)
      })
    }
    this.#set(entries)
    this.evaluations.resume()
  }

  /** Reads what the nodes of an earlier turn did, where the store still has it. */
  async readTrace(id: number): Promise<void> {
    const turn = this.turns.find((one) => one.id === id)
    if (!turn?.run || turn.state) return
    const state = await readTrace(turn.run)
    this.change(id, state ? { state } : { run: undefined }) // only so many tests are kept
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The flow as it is now described; what was said stays. */
  flowIs(view: FlowView): void {
    this.#view = view
  }

  /** Files of the flow have changed: the next turn runs them as they are then. */
  filesChanged(): void {
    this.#chat.filesChanged()
  }

  /** What was said so far is no longer given to the flow. */
  newSession(): void {
    if (this.#running || this.#entries.at(-1)?.kind !== "turn") return
    this.#set([...this.#entries, { kind: "separator", id: ++this.#last }])
  }

  /** Says something; `instead` of the turn of that number, which goes with all that came after it. */
  async send(message: unknown, settings: ChatSettings, instead?: number): Promise<void> {
    if (this.#running) return
    if (instead !== undefined) {
      const at = this.#entries.findIndex(({ id }) => id === instead)
      if (at >= 0) this.#entries = this.#entries.slice(0, at)
    }
    const session = sessionOf(this.#entries)
    const id = ++this.#last
    const turn: Turn = {
      kind: "turn",
      id,
      message,
      inputs: settings.inputs,
      history: [],
      status: "opening",
      setup: "",
      text: "",
    }
    this.#running = { turn: id, stopped: false }
    this.#set([...this.#entries, turn])
    const records = recordsOf(this.#view.kind, session, settings.ports)
    try {
      this.#finish(id, await this.#ask(id, message, settings, records))
    } catch (thrown) {
      this.#finish(id, { error: thrown as ApiFailure })
    }
  }

  /** Gives the turn up that goes on. */
  async stop(): Promise<void> {
    const running = this.#running
    if (!running) return
    running.stopped = true
    await running.work?.giveUp()
  }

  /** The page is left, and what goes on is not waited for. */
  close(): void {
    this.#isLeft = true
    this.evaluations.leave()
    // a chat that is being opened can be closed only then
    if (this.turns.at(-1)?.status !== "opening") this.#running?.work?.leave()
    // a turn that goes on is followed again by who comes back
    if (this.#running) this.#chat.take(undefined)
    else this.#chat.close()
  }

  async #ask(
    id: number,
    message: unknown,
    settings: ChatSettings,
    records: unknown[],
    isAgain = false,
  ): Promise<WorkOutcome> {
    const said = { first: this.#first, records }
    const opened = await this.#chat.open(this.#view, settings, said, (work) => this.#follow(id, work))
    const { chat, isNew, first } = opened
    if (first) this.#first = first
    if (this.#isLeft) this.#chat.close() // nobody could follow the turn
    if (this.#isLeft || this.#running?.stopped) return {}
    const history = [...this.#first, ...records]
    this.change(id, { status: "running", setup: "", history })
    const { work } = await call("chats.ask", {
      query: { chat },
      body: { message, inputs: settings.inputs, keep: history.length },
    })
    this.change(id, { work })
    const outcome = await this.#follow(id, work)
    const code = outcome.error && shownError(outcome.error).code
    if (code !== "WORK_NOT_FOUND" || isNew || isAgain) return outcome
    this.#chat.take(undefined) // the engine was started again, or has closed it for others
    return this.#ask(id, message, settings, records, true)
  }

  #follow(id: number, work: string): Promise<WorkOutcome> {
    const followed: FollowedWork = new FollowedWork(work, {
      told: (told) => this.#told(id, told, followed),
    })
    if (this.#running) this.#running.work = followed
    return followed.outcome
  }

  #told(id: number, told: Told, followed: FollowedWork): void {
    if (told.type === "setup") this.change(id, { setup: String(told.step ?? "") })
    else if (told.type === "ready" && followed.state)
      this.change(id, { state: followed.state, run: followed.state.name, setup: "" })
    else if (told.type === "chat-delta") {
      // drawn once a frame, however small the pieces are
      if (this.#waiting === "") requestAnimationFrame(() => this.#flush(id))
      this.#waiting += String(told.text)
    }
  }

  #flush(id: number): void {
    const text = this.#waiting
    this.#waiting = ""
    const turn = this.turns.find((one) => one.id === id)
    if (turn && text !== "") this.change(id, { text: turn.text + text })
  }

  #finish(id: number, outcome: WorkOutcome): void {
    if (this.#isLeft) return
    this.#flush(id)
    this.change(id, endOfTurn(outcome, this.#running?.stopped === true))
    this.#running = undefined
    this.#tell()
  }

  /** Changes what is known of a turn; nothing where it has gone. */
  change(id: number, change: Partial<Turn>): void {
    this.#set(
      this.#entries.map((entry) => (entry.id === id && isTurn(entry) ? { ...entry, ...change } : entry)),
    )
  }

  #set(entries: readonly Entry[]): void {
    this.#entries = entries
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
