import { editFlow, type FlowEdit, type FlowEditResult, type FlowOutline, flowOutline } from "@internal/flow"
import { type OutlineAnswer, type OutlineQuestion, revived } from "./outline-protocol.ts"

/** Characters of a flow file (about 70 nodes) that are read on the page's own thread: asking would take longer. */
export const SHORT_TEXT = 8000

let worker: Worker | undefined
let asked = 0
const waiting = new Map<number, (answer: OutlineAnswer) => void>()

/** The outline of a text. */
export async function askOutline(text: string): Promise<FlowOutline> {
  if (isHere(text)) return flowOutline(text)
  const { outline } = await ask({ text })
  return outline ?? flowOutline(text)
}

/** A text with an edit made, and the outline of that, where it is known already. Rejects as `editFlow` fails. */
export async function askEdit(
  text: string,
  edit: FlowEdit,
  file: string,
): Promise<FlowEditResult & { outline?: FlowOutline }> {
  if (isHere(text)) return editFlow(text, edit, file)
  const { result, outline, failure } = await ask({ text, edit, file })
  if (result) return { ...result, ...(outline && { outline }) }
  if (!failure) return editFlow(text, edit, file)
  const { message, code, hint } = failure
  throw Object.assign(new Error(message), { code, hint })
}

function isHere(text: string): boolean {
  return text.length <= SHORT_TEXT || typeof Worker === "undefined"
}

function ask(question: Omit<OutlineQuestion, "id">): Promise<OutlineAnswer> {
  if (!worker) {
    worker = new Worker(new URL("./outline.worker.ts", import.meta.url), { type: "module" })
    worker.onmessage = ({ data }: MessageEvent<OutlineAnswer>) => {
      waiting.get(data.id)?.(revived(data) as OutlineAnswer)
      waiting.delete(data.id)
    }
    // a worker that cannot be loaded answers nobody: the page does it itself
    worker.onerror = () => {
      for (const [id, answer] of waiting) answer({ id })
      waiting.clear()
    }
  }
  const id = ++asked
  worker.postMessage({ ...question, id } satisfies OutlineQuestion)
  return new Promise((resolve) => waiting.set(id, resolve))
}
