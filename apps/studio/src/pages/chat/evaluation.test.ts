import { expect, test } from "vitest"
import { endedNodes, inPlace, keptEvaluations, lineOf, stopped, toldNodes } from "./evaluation.ts"
import { asKept, keepSign } from "./kept-conversation.ts"
import type { Turn } from "./turn.ts"

const turn: Turn = {
  kind: "turn",
  id: 1,
  message: "hello",
  inputs: { tone: "loud" },
  history: [{ inputs: {}, outputs: {} }],
  status: "done",
  setup: "",
  text: "",
  outputs: { answer: "hi" },
  run: "r1",
}
const ports = { input: "question", history: "chat_history", output: "answer" }
const evaluation = { template: "a.exp.yaml", inputs: {}, ports, status: "running" as const, nodes: [] }

test("an experiment is told all that the flow ran with, defaults too", () => {
  const inputs = [
    { name: "question", type: "string", default: "?" },
    { name: "chat_history", type: "list", default: [] },
    { name: "tone", type: "string", default: "plain" },
    { name: "size", type: "int", default: 3 },
    { name: "given", type: "string" },
  ]
  expect(lineOf({ inputs }, turn, ports)).toEqual({
    inputs: { question: "hello", chat_history: turn.history, tone: "loud", size: 3 },
    outputs: { answer: "hi" },
    run: "r1",
  })
})

test("nodes go on as they are told, and end as the result says; the flow's own is the turn", () => {
  const waiting = [{ name: "grade", status: "waiting" as const, duration: 1 }]
  expect(toldNodes(waiting, { node: "grade", status: "InProgress" })).toEqual([
    { name: "grade", status: "running" },
  ])
  expect(toldNodes([], { node: "x", status: "Failed" })).toEqual([{ name: "x", status: "failed" }])
  const tested = { name: "grade", status: "done", outputs: { score: 1 }, metrics: {} }
  const [done] = toldNodes(waiting, { node: "grade", status: "Completed", tested })
  expect(done).toEqual({ name: "grade", status: "done", outputs: { score: 1 }, metrics: {} })
  const three = ["a", "b", "c"].map((name) => ({ name, status: "done" as const }))
  expect(inPlace(three, [...three].reverse().slice(0, 2)).map(({ name }) => name)).toEqual(["c", "b", "a"])
  const millrace = { code: "TOOL_FAILED", hint: "look there" }
  const nodes = [
    { name: "main", status: "answered", outputs: { answer: "hi" } },
    { name: "grade", status: "failed", outputs: null, error: { message: "no", code: "UserError", millrace } },
    { name: "after", status: "left-out", reason: "It needs grade." },
  ]
  expect(endedNodes({ nodes })).toEqual([
    { name: "grade", status: "failed", outputs: null, error: { message: "no", ...millrace } },
    { name: "after", status: "left-out", reason: "It needs grade." },
  ])
  expect(stopped({ ...evaluation, nodes: waiting }).nodes).toEqual([{ ...waiting[0], status: "stopped" }])
})

test("are kept with the turn; one without a work is asked for again", () => {
  const evaluations = [evaluation, { ...evaluation, template: "b.exp.yaml", work: "w" }]
  const content = JSON.parse(JSON.stringify({ entries: [{ ...turn, evaluations }] }))
  const [kept] = asKept(content)?.entries ?? []
  expect(kept).toEqual({ ...turn, evaluations: [{ ...evaluation, status: "waiting" }, evaluations[1]] })
  for (const other of [null, 1, [1], [null], [{ template: "x" }]]) expect(keptEvaluations(other)).toEqual([])
  expect(keepSign([{ ...turn, evaluations: [evaluation] }])).not.toBe(keepSign([turn]))
})
