import { flowOutline } from "@internal/flow"
import type { FlowDiagnostic, FlowView } from "@internal/schema/studio"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import type { CheckedFlow } from "./check-flow.ts"
import type { FlowDocument } from "./flow-document.ts"
import { FlowProblems } from "./flow-problems.ts"

const asked: ((checked: CheckedFlow) => void)[] = []
vi.mock("./ask-check.ts", () => ({
  askCheck: () => new Promise((resolve) => asked.push(resolve)),
}))
beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test("a text that was left and is back before its check has answered is checked again", async () => {
  const flow = {
    folder: ".",
    file: "flow.dag.yaml",
    text: "nodes: []\n",
    outline: flowOutline("nodes: []\n"),
    pathOf: (source: string) => source,
    document: { files: [], file: () => undefined, undoLabel: "typing" } as unknown as FlowDocument,
  }
  const problems = new FlowProblems(flow)
  const diagnostics: FlowDiagnostic[] = []
  problems.serverSays({ kind: "dag", diagnostics } as unknown as FlowView, [])
  await vi.advanceTimersByTimeAsync(200)
  expect(asked).toHaveLength(1)
  const { text } = flow
  flow.text = `${text}#`
  problems.changed()
  asked[0]?.({ diagnostics, wanted: [] })
  await vi.advanceTimersByTimeAsync(50)
  flow.text = text
  problems.changed()
  await vi.advanceTimersByTimeAsync(200)
  expect(asked).toHaveLength(2)
})
