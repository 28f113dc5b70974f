import { describe, expect, test } from "vitest"
import { editFlow } from "./edit-flow.ts"
import { flowOutline } from "./flow-outline.ts"
import { readClip, writeClip } from "./node-clip.ts"

const FROM = `inputs:
  text: {type: string}
nodes:
# reads
- name: read
  type: python
  source: {type: code, path: read.py}
  inputs:
    text: \${inputs.text}   # as given
    share: 1.0
    count: 12345678901234567890
  x-millrace:
    cache: false
- name: ask
  use_variants: true
node_variants:
  ask:
    default_variant_id: variant_1
    variants:
      variant_0:
        node: {type: llm, name: ask, source: {type: code, path: ask.jinja2}, inputs: {text: "\${read.output}"}}
      variant_1:
        node:
          type: llm
          source:
            type: code
            path: prompts/ask_1.jinja2
          inputs: {text: "\${read.output}"}
`
const TO = `# another
inputs:
  text: {type: string}
nodes:
  - name: read   # its own
    type: prompt
    source:
      type: code
      path: read.jinja2
outputs: {}
`
const paste = (clip: string, name: string, files: [string, string][] = [], to = TO) =>
  editFlow(to, { kind: "node-paste", clip, name, files: new Map(files) })

describe("a node on a clipboard", () => {
  test("is a part of a flow with its files, and keeps comments, floats and large numbers", () => {
    const code = '# "code"\n\ndef read():\n    return """x"""  \n'
    const clip = writeClip(FROM, "read", new Map([["read.py", code]]))
    expect(readClip(clip)).toEqual({ name: "read", files: new Map([["read.py", code]]), text: clip })
    const { text } = paste(clip, "read_2", [["read.py", "read_2.py"]])
    expect(text).toBe(
      TO.replace(
        "outputs",
        `  - name: read_2
    type: python
    source: {type: code, path: read_2.py}
    inputs:
      text: \${inputs.text}   # as given
      share: 1.0
      count: 12345678901234567890
    x-millrace:
      cache: false
outputs`,
      ),
    )
  })

  test("takes its variants with it, under its new name", () => {
    const clip = writeClip(FROM, "ask", new Map())
    const { text } = paste(clip, "ask_2", [["prompts/ask_1.jinja2", "ask_2.jinja2"]])
    const node = flowOutline(text).nodes.find(({ name }) => name === "ask_2")
    expect(node?.variants.map(({ id, isDefault, source }) => [id, isDefault, source?.path])).toEqual([
      ["variant_0", false, "ask.jinja2"],
      ["variant_1", true, "ask_2.jinja2"],
    ])
    expect(text).toContain("type: llm, name: ask_2,")
    expect(text.startsWith(TO.slice(0, TO.indexOf("outputs")))).toBe(true)
    // beside variants that are there, and into a flow of no nodes
    expect(flowOutline(paste(clip, "other", [], FROM).text).nodes.at(-1)?.variants).toHaveLength(2)
    for (const empty of ["", "inputs: {}\nnodes: []\n", "nodes:\n"])
      expect(flowOutline(paste(clip, "ask", [], empty).text).nodes[0]?.variants).toHaveLength(2)
  })

  test("may be lines that somebody copied out of a file; anything else is none", () => {
    const lines = "  - name: x\n    type: prompt\n    source: {type: code, path: x.jinja2}\n"
    const clip = readClip(lines)
    expect(clip?.name).toBe("x")
    expect(flowOutline(paste(clip?.text ?? "", "x").text).nodes.map(({ name }) => name)).toEqual([
      "read",
      "x",
    ])
    for (const text of ["", "Hello", "- milk\n- bread", "nodes: none", "nodes:\n- {a", FROM, "- type: llm"])
      expect(readClip(text)).toBeUndefined()
    expect(() => paste(clip?.text ?? "", "read")).toThrow("There is a node read already")
  })
})
