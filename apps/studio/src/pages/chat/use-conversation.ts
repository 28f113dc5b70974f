import type { ConversationSummary, FlowView } from "@internal/schema/studio"
import { useEffect, useState } from "react"
import { call } from "../../api/call.ts"
import { queryClient, useAnswer } from "../../api/queries.ts"
import { Conversation } from "./conversation.ts"
import { asKept, keepSign, titleOf, toKeep } from "./kept-conversation.ts"

interface UsedConversation {
  /** Undefined while it is read. */
  conversation: Conversation | undefined
  id: string
  /** Conversations with this flow, the latest first. */
  earlier: readonly ConversationSummary[]
  open(id: string): void
  begin(): void
  forget(): void
}

/**
 * The conversation of this tab with a flow. The server keeps it in the home folder, so that it outlives a reload, the tab and
 * the server; which of them this tab shows is the tab's own (sessionStorage).
 */
export function useConversation(view: FlowView): UsedConversation {
  const flow = view.path
  const [id, setId] = useState(() => sessionStorage.getItem(keyOf(flow)) ?? newId())
  const [conversation, setConversation] = useState<Conversation>()
  const earlier = useAnswer("conversations.list", { flow }).data ?? []
  const show = (next: string) => {
    setConversation(undefined)
    setId(next)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the view that is there when it is opened; others are told
  useEffect(() => {
    sessionStorage.setItem(keyOf(flow), id)
    const made = new Conversation(view)
    let isLeft = false
    let stop = () => {}
    const begin = (content: unknown) => {
      if (isLeft) return
      const kept = asKept(content)
      if (kept) made.restore(kept)
      stop = keepIt(made, { id, flow })
      setConversation(made)
    }
    call("conversations.get", { query: { id, flow } }).then(
      ({ content }) => begin(content),
      () => begin(null), // a conversation that cannot be read is begun anew
    )
    return () => {
      isLeft = true
      stop()
      made.close()
    }
  }, [flow, id])
  return {
    conversation,
    id,
    earlier,
    open: show,
    begin: () => show(newId()),
    forget: () => {
      show(newId())
      void call("conversations.delete", { query: { id, flow } }).then(() => readAgain())
    },
  }
}

const keyOf = (flow: string) => `millrace.chat.${flow}`
const newId = () => crypto.randomUUID()
const readAgain = () => queryClient.invalidateQueries({ queryKey: ["conversations.list"] })

/** Keeps it after each change that matters; while that is done, only the newest waits. */
function keepIt(conversation: Conversation, { id, flow }: { id: string; flow: string }): () => void {
  let sign = keepSign(conversation.entries)
  let isAsking = false
  const send = async () => {
    isAsking = true
    for (let sent = ""; sent !== sign; ) {
      sent = sign
      const content = toKeep(conversation.kept)
      const body = { title: titleOf(conversation.entries), turns: conversation.turns.length, content }
      // what was said is still on the page
      await call("conversations.keep", { query: { id, flow }, body }).catch(() => {})
    }
    isAsking = false
    void readAgain()
  }
  return conversation.subscribe(() => {
    const now = keepSign(conversation.entries)
    if (now === sign) return
    sign = now
    if (!isAsking) void send()
  })
}
