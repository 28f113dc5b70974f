import { checkFlow, type FlowTexts } from "./check-flow.ts"

/** Checks flows away from the page's thread, which has letters to show. */
self.onmessage = ({ data }: MessageEvent<{ id: number; question: FlowTexts }>) => {
  const { id, question } = data
  try {
    self.postMessage({ id, checked: checkFlow(question) })
  } catch (thrown) {
    self.postMessage({ id, failure: String(thrown) }) // the server's word stands then
  }
}
