import { useParams } from "wouter"
import { useAnswer } from "../../api/queries.ts"
import { flowPathOf } from "../../flow/flow-address.ts"
import { NoFlow } from "../../flow/no-flow.tsx"
import { RuntimeChip } from "../../flow/runtime-chip.tsx"
import { Slot } from "../../frame/slots.tsx"
import { Skeleton } from "../../ui/skeleton.tsx"
import { ChatWindow } from "./chat-window.tsx"

/** A conversation with a flow, by its path below the opened folder. */
export default function ChatPage() {
  const path = flowPathOf(useParams()["*"])
  const answer = useAnswer("flows.get", { flow: path })
  if (answer.error && !answer.data) return <NoFlow path={path} error={answer.error} />
  if (!answer.data) return <Skeleton text={`Reading ${path}`} />
  return (
    <>
      <Slot name="runtime">
        <RuntimeChip key={path} flow={path} />
      </Slot>
      <ChatWindow key={path} view={answer.data} />
    </>
  )
}
