import { MillraceError } from "@internal/schema"
import { float, type Value } from "@internal/value"
import { describe, expect, test } from "vitest"
import { parseYaml } from "../parse-yaml.ts"
import { editFlow } from "./edit-flow.ts"
import { editPrompty, editYaml } from "./edit-yaml.ts"
import type { FlowEdit } from "./flow-edit.ts"
import { renameTemplateVariable } from "./rename-template-variable.ts"

const FLOW = `# A flow with words of its own.
inputs:
  url:   # where from
    type: string
    default: "https://x"
outputs:
  answer:
    type: string
    reference: "\${ask.output}"
nodes:
# first the page
- name: fetch
  type: python
  source: {type: code, path: fetch.py}
  inputs:
    url: \${inputs.url}   # the page
    # timeout: 3

- name: ask
  type: llm
  source:
    type: code
    path: ask.jinja2
  inputs:
    page: '\${fetch.output.text}'
    stop:
    - "###"
  connection: local   # no key
  activate: {when: "\${fetch.output}", is: true}
`

/** The lines of a diff, as \`git diff -U0\` shows them. */
function diff(before: string, after: string): string[] {
  const [a, b] = [before.split(/\r?\n/), after.split(/\r?\n/)]
  const same = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  const at = (i: number, j: number) => same[i]?.[j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      (same[i] as number[])[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const out: string[] = []
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      i++
      j++
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) out.push(`-${a[i++]}`)
    else out.push(`+${b[j++]}`)
  }
  return out
}

function edited(edit: FlowEdit, text = FLOW): string[] {
  return diff(text, editFlow(text, edit).text)
}

function code(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof MillraceError) return error.code
    throw error
  }
  return ""
}

describe("only what is edited changes", () => {
  test("renaming an input, a node", () => {
    expect(edited({ kind: "port-rename", port: "input", name: "url", to: "page url" })).toEqual([
      "-  url:   # where from",
      "+  page url:   # where from",
      "-    url: ${inputs.url}   # the page",
      "+    url: ${inputs.page url}   # the page",
    ])
    expect(edited({ kind: "node-rename", node: "fetch", to: "get" })).toEqual([
      "-- name: fetch",
      "+- name: get",
      "-    page: '${fetch.output.text}'",
      "+    page: '${get.output.text}'",
      `-  activate: {when: "\${fetch.output}", is: true}`,
      `+  activate: {when: "\${get.output}", is: true}`,
    ])
  })

  test.each<[Value, string[]]>([
    ["true", [`+    note: "true"`]],
    ["1.0", [`+    note: "1.0"`]],
    ["null", [`+    note: "null"`]],
    ["yes", [`+    note: "yes"`]],
    ["${fetch.output}", ["+    note: ${fetch.output}"]],
    ["a: b #c", [`+    note: "a: b #c"`]],
    ["one\ntwo\n", ["+    note: |", "+      one", "+      two"]],
    [float(1), ["+    note: 1.0"]],
    [10n ** 20n, ["+    note: 100000000000000000000"]],
    [null, ["+    note: null"]],
    [
      [
        1,
        new Map<string, Value>([
          ["a", 1],
          ["b", []],
        ]),
      ],
      ["+    note:", "+    - 1", "+    - a: 1", "+      b: []"],
    ],
  ])("an input of a node is set to %s", (value, lines) => {
    expect(edited({ kind: "node-set", node: "fetch", path: ["inputs", "note"], value })).toEqual(lines)
  })

  test("quotes and comments of a value stay", () => {
    expect(edited({ kind: "port-set", port: "input", name: "url", field: "default", value: "y" })).toEqual([
      `-    default: "https://x"`,
      `+    default: "y"`,
    ])
    expect(edited({ kind: "node-set", node: "ask", path: ["connection"], value: "other" })).toEqual([
      "-  connection: local   # no key",
      "+  connection: other   # no key",
    ])
    expect(edited({ kind: "node-set", node: "fetch", path: ["source", "path"], value: "get.py" })).toEqual([
      "-  source: {type: code, path: fetch.py}",
      "+  source: {type: code, path: get.py}",
    ])
  })

  test("moving a node takes the comment above it along", () => {
    const { text } = editFlow(FLOW, { kind: "node-move", node: "fetch", to: 1 })
    expect(
      text.endsWith(
        "\n\n# first the page\n- name: fetch\n  type: python\n  source: {type: code, path: fetch.py}\n  inputs:\n    url: ${inputs.url}   # the page\n    # timeout: 3\n",
      ),
    ).toBe(true)
  })

  test("deleting a node says what dangles and which file is left over", () => {
    const result = editFlow(FLOW, { kind: "node-delete", node: "fetch" })
    expect(result.dangling.map(({ path }) => path.join("."))).toEqual([
      "nodes.0.inputs.page",
      "nodes.0.activate.when",
    ])
    expect(result.files).toEqual([{ kind: "unused", from: "fetch.py" }])
  })

  test("a node becomes a variant with its comments, and is cloned with a copy of its file", () => {
    const made = editFlow(FLOW, { kind: "variants-make", node: "ask" })
    expect(made.text.slice(made.text.indexOf("- name: ask"))).toBe(`- name: ask
  use_variants: true
node_variants:
  ask:
    default_variant_id: variant_0
    variants:
      variant_0:
        node:
          type: llm
          source:
            type: code
            path: ask.jinja2
          inputs:
            page: '\${fetch.output.text}'
            stop:
            - "###"
          connection: local   # no key
          activate: {when: "\${fetch.output}", is: true}
`)
    const clone = editFlow(made.text, {
      kind: "variant-clone",
      node: "ask",
      variant: "variant_0",
      to: "variant_1",
      source: "ask_1.jinja2",
    })
    expect(clone.files).toEqual([{ kind: "copy", from: "ask.jinja2", to: "ask_1.jinja2" }])
    expect(diff(made.text, clone.text)).toHaveLength(12)
    expect(
      code(() => editFlow(made.text, { kind: "variant-delete", node: "ask", variant: "variant_0" })),
    ).toBe("FLOW_EDIT_INVALID")
    const kept = editFlow(clone.text, { kind: "variants-dissolve", node: "ask", keep: "variant_0" })
    expect(kept.text).toBe(FLOW)
  })

  test("what stands first in a file goes below the comment on all of it", () => {
    expect(editFlow(FLOW, { kind: "flow-set", path: ["display_name"], value: "A" }).text).toMatch(
      /^# A flow with words of its own\.\ndisplay_name: A\ninputs:/,
    )
  })
})

describe("however a file is written", () => {
  const set = (path: (string | number)[], value: Value | undefined): FlowEdit => ({
    kind: "flow-set",
    path,
    value,
  })

  test.each([
    ["", "a: 1\n"],
    ["# only words\n", "# only words\na: 1\n"],
    ["---\n", "---\na: 1\n"],
    ["{}\n", "a: 1\n"],
    ["b: 1", "b: 1\na: 1"],
    ["b: 1\r\n", "b: 1\r\na: 1\r\n"],
    ["\ufeffb: 1\n", "\ufeffb: 1\na: 1\n"],
    ["b: |\n  x", "b: |-\n  x\na: 1"],
    ["{b: [1,\n2]}", "{b: [1,\n2], a: 1}"],
    ['{\n\t"b": 1\n}\n', '{\n\t"b": 1, a: 1\n}\n'],
  ])("%j", (text, expected) => {
    const result = editFlow(text, set(["a"], 1))
    expect(result.text).toBe(expected)
  })

  const shared = "a: &x\n  k: 1\nb: *x\nc:\n  <<: *x\n  d: 2\n"
  test("an edit of what is written once and read twice is refused, one beside it is not", () => {
    expect(code(() => editFlow(shared, set(["a", "k"], 2)))).toBe("FLOW_EDIT_UNSAFE")
    expect(code(() => editFlow(shared, set(["b", "k"], 2)))).toBe("FLOW_EDIT_UNSAFE")
    expect(code(() => editFlow(shared, set(["c", "k"], undefined)))).toBe("FLOW_EDIT_UNSAFE")
    expect(editFlow(shared, set(["c", "k"], 2)).text).toBe(`${shared}  k: 2\n`)
    expect(editFlow(shared, set(["b"], 5)).text).toBe(shared.replace("*x\nc", "5\nc"))
  })

  test("references in a shared part follow a new name where all of them mean it", () => {
    const text =
      "inputs:\n  x: {type: int}\nnodes:\n- name: a\n  inputs: &i\n    v: ${inputs.x}\n- name: b\n  inputs: *i\n"
    const result = editFlow(text, { kind: "port-rename", port: "input", name: "x", to: "y" })
    expect(result.text).toBe(text.replace("x: {", "y: {").replace("inputs.x", "inputs.y"))
  })

  test("what makes no sense is said", () => {
    expect(code(() => editFlow("a: [\n", set(["a"], 1)))).toBe("YAML_SYNTAX")
    expect(code(() => editFlow(FLOW, { kind: "node-rename", node: "fetch", to: "ask" }))).toBe(
      "FLOW_EDIT_INVALID",
    )
    expect(code(() => editFlow(FLOW, { kind: "node-rename", node: "fetch", to: "a.b" }))).toBe(
      "FLOW_EDIT_INVALID",
    )
    expect(() => editFlow(FLOW, { kind: "node-delete", node: "fetsh" })).toThrow("There is no node fetsh.")
    expect(code(() => editFlow(FLOW, set(["inputs", "url", "type", "x"], 1)))).toBe("FLOW_EDIT_UNSAFE")
  })
})

describe("other files", () => {
  const prompty = "---\r\nname: A # mine\r\nmodel:\r\n  api: chat\r\n---\r\nsystem:\r\nHi {{x}}\r\n"

  test("front matter and template of a prompty", () => {
    const model = editPrompty(prompty, {
      kind: "set",
      path: ["model", "parameters", "temperature"],
      value: 0.5,
    })
    expect(model.text).toBe(prompty.replace("chat\r\n", "chat\r\n  parameters:\r\n    temperature: 0.5\r\n"))
    const template = editPrompty(prompty, { kind: "template", template: "user:\nHo\n" })
    expect(template.text).toBe(prompty.replace("system:\r\nHi {{x}}", "user:\r\nHo"))
    expect(code(() => editPrompty("no front matter", { kind: "template", template: "" }))).toBe(
      "PROMPTY_FORMAT",
    )
  })

  test("a flex flow by paths", () => {
    const flex = "entry: flow:main  # here\nsample:\n    inputs: {q: 1}\n"
    expect(editYaml(flex, { kind: "set", path: ["entry"], value: "flow:other" }).text).toBe(
      flex.replace("main", "other"),
    )
    expect(editYaml(flex, { kind: "rename", path: ["sample", "inputs", "q"], to: "r" }).text).toBe(
      flex.replace("q:", "r:"),
    )
    expect(editYaml(flex, { kind: "set", path: ["sample"], value: undefined }).text).toBe(
      "entry: flow:main  # here\n",
    )
  })

  test("a variable of a template", () => {
    expect(renameTemplateVariable("{{ a }} 'a' {{ b.a }}", "a", "c").text).toBe("{{ c }} 'a' {{ b.a }}")
    expect(renameTemplateVariable("{{ a }}", "gone", "c").changes).toEqual([])
    expect(code(() => renameTemplateVariable("{{ a }}{{ b }}", "a", "b"))).toBe("FLOW_EDIT_INVALID")
    expect(code(() => renameTemplateVariable("{{ a }}", "a", "not"))).toBe("FLOW_EDIT_INVALID")
  })
})

test("a result reads as the edit says for every reader of the file", () => {
  const { text } = editFlow(FLOW, {
    kind: "node-add",
    name: "last",
    fields: new Map<string, Value>([
      ["inputs", new Map([["n", "0x1"]])],
      ["type", "prompt"],
    ]),
  })
  expect(text.endsWith(`\n\n- name: last\n  type: prompt\n  inputs:\n    n: "0x1"\n`)).toBe(true)
  expect(parseYaml(text, "f").value).toBeInstanceOf(Map)
})
