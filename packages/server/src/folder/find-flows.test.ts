import { mkdtempSync, rmSync } from "node:fs"
import { mkdir, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { findFlows } from "./find-flows.ts"
import { OpenedFolder } from "./opened-folder.ts"

const FILES: Record<string, string> = {
  "plain/flow.dag.yaml": "description: what is_chat_input is\ninputs: {q: {type: string}}\nnodes: []\n",
  "flow-style/flow.dag.yaml": "inputs:\n  q: {type: string, is_chat_input: true}\nnodes: []\n",
  "block-style/flow.dag.yaml": "inputs:\n  chat_history:\n    type: list\nnodes: []\n",
  "judge/flow.dag.yaml": "inputs: {}\nnodes:\n- {name: all, aggregation: true}\n",
  "broken/flow.dag.yaml": "inputs: [\n",
  "talk.prompty": "---\nname: talk\ninputs:\n  chat_history: {type: list}\n---\nuser:\nhi\n",
}
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "millrace-find-"))
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(join(folder, path, ".."), { recursive: true })
    await writeFile(join(folder, path), text)
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

test("what a flow is for is read from its inputs and nodes, however they are written", () => {
  const types = findFlows(new OpenedFolder(folder)).map(({ path, type, problem }) => [
    path,
    problem ? "?" : type,
  ])
  expect(Object.fromEntries(types)).toEqual({
    plain: "standard",
    "flow-style": "chat",
    "block-style": "chat",
    judge: "evaluation",
    broken: "?",
    "talk.prompty": "chat",
  })
})
