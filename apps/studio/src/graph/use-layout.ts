import { useEffect, useState } from "react"
import type { Layout, LayoutAnswer, LayoutQuestion } from "./layout-protocol.ts"

let worker: Worker | undefined
let asked = 0
const waiting = new Map<number, (layout: Layout) => void>()
/** Layouts by shape: going back to a flow, or an undo, costs nothing. */
const known = new Map<string, Layout>()

function ask(question: Omit<LayoutQuestion, "id">): Promise<Layout> {
  if (!worker) {
    worker = new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" })
    worker.onmessage = ({ data }: MessageEvent<LayoutAnswer>) => {
      waiting.get(data.id)?.(data)
      waiting.delete(data.id)
    }
  }
  const id = ++asked
  worker.postMessage({ ...question, id } satisfies LayoutQuestion)
  return new Promise((resolve) => waiting.set(id, resolve))
}

/**
 * Where nodes stand. Until a new layout is there, what stood somewhere stays there, and what is new waits; only the shape of
 * the graph asks for a layout, never what its nodes say.
 */
export function useLayout(question: Omit<LayoutQuestion, "id">): Layout | undefined {
  const shape = JSON.stringify(question)
  const [layout, setLayout] = useState<Layout | undefined>(() => known.get(shape))
  useEffect(() => {
    let isOld = false
    const found = known.get(shape)
    if (found) setLayout(found)
    else
      void ask(JSON.parse(shape)).then((answer) => {
        known.set(shape, answer)
        if (known.size > 50) known.delete(known.keys().next().value as string)
        if (!isOld) setLayout(answer)
      })
    return () => {
      isOld = true
    }
  }, [shape])
  return layout
}
