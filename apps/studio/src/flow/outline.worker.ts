import { editFlow, flowOutline } from "@internal/flow"
import { type OutlineAnswer, type OutlineQuestion, revived } from "./outline-protocol.ts"

/** Reads and edits large flow files away from the page's thread. An edit answers the outline of what it has made, too. */
self.onmessage = ({ data }: MessageEvent<OutlineQuestion>) => {
  self.postMessage(answerTo(revived(data) as OutlineQuestion))
}

function answerTo({ id, text, edit, file }: OutlineQuestion): OutlineAnswer {
  try {
    if (!edit) return { id, outline: flowOutline(text) }
    const result = editFlow(text, edit, file)
    return { id, result, outline: flowOutline(result.text) }
  } catch (thrown) {
    const { message, code, hint } = thrown as Error & { code?: string; hint?: string }
    return { id, failure: { message, code, hint } }
  }
}
