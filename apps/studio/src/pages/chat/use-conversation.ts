import type { ConversationSummary, FlowView } from "@internal/schema/studio"
import { useEffect, useRef, useState } from "react"
import { type ApiFailure, call } from "../../api/call.ts"
import { useAnswer } from "../../api/queries.ts"
import { toast } from "../../ui/toasts.ts"
import { Conversation } from "./conversation.ts"
import { ConversationKeeper } from "./conversation-keeper.ts"
import { asKept } from "./kept-conversation.ts"

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
  const keeper = useRef<ConversationKeeper>(undefined)
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
    const begin = (content: unknown) => {
      if (isLeft) return
      const kept = asKept(content)
      if (kept) made.restore(kept)
      keeper.current = new ConversationKeeper(made, { id, flow })
      setConversation(made)
    }
    const read = () => {
      call("conversations.get", { query: { id, flow } }).then(
        ({ content }) => begin(content),
        ({ code }: ApiFailure) => {
          if (code !== "SERVER_GONE")
            begin(null) // what cannot be read is begun anew
          else if (!isLeft) setTimeout(read, 1000)
        },
      )
    }
    read()
    return () => {
      isLeft = true
      keeper.current?.end()
      keeper.current = undefined
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
      keeper.current?.forget().catch(({ message }: Error) => {
        toast({ kind: "error", title: "The conversation was not deleted.", text: message })
      })
      show(newId())
    },
  }
}

const keyOf = (flow: string) => `millrace.chat.${flow}`
const newId = () => crypto.randomUUID()
