import type { CheckedFlow, FlowTexts } from "./check-flow.ts"

interface Answer {
  id: number
  checked?: CheckedFlow
}

let worker: Worker | undefined
let asked = 0
const waiting = new Map<number, (checked: CheckedFlow | undefined) => void>()

/** Checks a flow in the worker; undefined where that cannot be done. */
export function askCheck(question: FlowTexts): Promise<CheckedFlow | undefined> {
  if (!worker) {
    worker = new Worker(new URL("./check.worker.ts", import.meta.url), { type: "module" })
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      waiting.get(data.id)?.(data.checked)
      waiting.delete(data.id)
    }
    worker.onerror = () => {
      for (const answer of waiting.values()) answer(undefined)
      waiting.clear()
    }
  }
  const id = ++asked
  worker.postMessage({ id, question })
  return new Promise((resolve) => waiting.set(id, resolve))
}
