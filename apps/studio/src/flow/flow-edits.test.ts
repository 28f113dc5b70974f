import { flowOutline } from "@internal/flow"
import { expect, test } from "vitest"
import type { FileAccess } from "./file-access.ts"
import { FlowDocument } from "./flow-document.ts"
import { FlowEdits } from "./flow-edits.ts"

const FLOW = `inputs: {}
outputs: {}
nodes:
- name: say
  type: python
  source: {type: code, path: say.py}
  inputs: {}
`

test("what is typed while a file of an edit is read is kept, and the edit is made of it", async () => {
  const reading = Promise.withResolvers<void>()
  const access: FileAccess = {
    async read(path) {
      if (path === "say.py") await reading.promise
      return { text: path === "say.py" ? "x = 1\n" : FLOW, version: "1" }
    },
    write: async () => ({ version: "2" }),
    remove: async () => {},
    move: async () => {},
  }
  const document = new FlowDocument(access)
  await document.open("flow.dag.yaml")
  const text = () => document.file("flow.dag.yaml")?.text ?? ""
  const edits = new FlowEdits({
    file: "flow.dag.yaml",
    document,
    text,
    outline: () => flowOutline(text()),
    pathOf: (source) => source,
    renamed: () => [],
    knowOutline: () => {},
  })
  const made = edits.make({ kind: "node-duplicate", node: "say", to: "two", source: "two.py" }, "copy", [])
  await new Promise((resolve) => setTimeout(resolve))
  document.change([{ path: "flow.dag.yaml", text: `# typed\n${text()}` }], "typing")
  reading.resolve()
  await made
  expect(text()).toMatch(/^# typed\n[\s\S]*name: two/)
  expect(document.file("two.py")?.text).toBe("x = 1\n")
  await document.flush()
})
