import { call } from "../../api/call.ts"
import { queryClient } from "../../api/queries.ts"
import type { Conversation } from "./conversation.ts"
import { keepSign, titleOf, toKeep } from "./kept-conversation.ts"

type Kept = Pick<Conversation, "entries" | "turns" | "kept" | "subscribe">

/** Keeps a conversation after each change that matters; while that is done, only the newest waits. */
export class ConversationKeeper {
  readonly #conversation: Kept
  readonly #named: { id: string; flow: string }
  readonly #leave: () => void
  #sign: string
  #sending: Promise<void> | undefined
  #isForgotten = false

  constructor(conversation: Kept, named: { id: string; flow: string }) {
    this.#conversation = conversation
    this.#named = named
    this.#sign = keepSign(conversation.entries)
    this.#leave = conversation.subscribe(() => {
      const now = keepSign(conversation.entries)
      if (now === this.#sign) return
      this.#sign = now
      this.#sending ??= this.#send()
    })
  }

  /** What was said until now is kept still. */
  end(): void {
    this.#leave()
  }

  /** Deletes what was kept, once nothing is on its way that would bring it back. */
  async forget(): Promise<void> {
    this.#leave()
    this.#isForgotten = true
    await this.#sending
    await call("conversations.delete", { query: this.#named })
    void readAgain()
  }

  async #send(): Promise<void> {
    for (let sent = ""; sent !== this.#sign && !this.#isForgotten; ) {
      sent = this.#sign
      const { entries, turns, kept } = this.#conversation
      const body = { title: titleOf(entries), turns: turns.length, content: toKeep(kept) }
      // what was said is still on the page
      await call("conversations.keep", { query: this.#named, body }).catch(() => {})
    }
    this.#sending = undefined
    void readAgain()
  }
}

const readAgain = () => queryClient.invalidateQueries({ queryKey: ["conversations.list"] })
