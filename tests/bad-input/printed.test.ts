import { describe, expect, test } from "vitest"
import { Workspace } from "../support/workspace.ts"
import { promptFlow } from "./prompt-flow.ts"
import { pythonFlow } from "./python-flow.ts"

/** One block: severity, code and place; then what, and what to do, each indented by two. */
const BLOCK = /^(error|warning) [A-Z_]+( {2}\S+:\d+:\d+)?\n( {2}\S.*\n)+/gm

function blocks(text: string): string[] {
  return text.match(BLOCK) ?? []
}

const broken = {
  "a/b/flow.dag.yaml": `inputs:
  x: {type: strnig}
outputs:
  out: {type: string, reference: "\${shwo.output}"}
nodes:
- {name: show, type: prompt, source: {type: code, path: nowhere.jinja2}, inputs: {x: "\${inputs.y}"}}
- {name: ask, type: llm, source: {type: code, path: ask.jinja2}, inputs: {model: m}, connection: none, api: chat}
`,
  "a/b/ask.jinja2": "user:\nhi\n",
  "rows.jsonl": '{"x": "a"}\n',
}

describe("what a broken flow prints", () => {
  test.concurrent.each([
    ["flow", "validate", "--flow", "a/b"],
    ["flow", "test", "--flow", "a/b", "--inputs", "x=a"],
    ["run", "create", "--flow", "a/b", "--data", "rows.jsonl", "--name", "r"],
  ])("millrace %s %s names every mistake in a block of its own", async (...words) => {
    await using workspace = await Workspace.make(broken)
    const ran = await workspace.millrace(words)
    expect(ran.code).toBe(1)
    const found = blocks(ran.stdout + ran.stderr)
    const codes = found.map((block) => block.split("\n")[0])
    expect(codes).toEqual(
      expect.arrayContaining([
        "error FLOW_INPUT_TYPE_UNKNOWN  a/b/flow.dag.yaml:2:13",
        "error NODE_SOURCE_MISSING  a/b/flow.dag.yaml:6:57",
        "error FLOW_INPUT_UNKNOWN  a/b/flow.dag.yaml:6:86",
        "error FLOW_OUTPUT_UNKNOWN  a/b/flow.dag.yaml:4:34",
      ]),
    )
    if (words[1] !== "validate") expect(codes).toContain("error CONNECTION_FAILED  a/b/flow.dag.yaml:7:10")
    expect(found.find((block) => block.includes("FLOW_OUTPUT_UNKNOWN"))).toMatch(
      /\n {2}Did you mean `show`\?\n$/,
    )
    expect(ran.stderr).not.toMatch(/^ {4}at /m)
  })

  test.concurrent("as JSON: the first as the error, all as diagnostics", async () => {
    await using workspace = await Workspace.make(broken)
    const ran = await workspace.millrace([
      "flow",
      "test",
      "--flow",
      "a/b",
      "--inputs",
      "x=a",
      "--output",
      "json",
    ])
    const printed = JSON.parse(ran.stdout)
    expect(printed.error.millrace.code).toBe(printed.diagnostics[0].code)
    expect(printed.diagnostics).toHaveLength(5)
  })

  test.concurrent("pf prints the first, in one line", async () => {
    await using workspace = await Workspace.make(broken)
    const ran = await workspace.pf(["flow", "test", "--flow", "a/b", "--inputs", "x=a"])
    expect(ran.code).toBe(1)
    expect(ran.stdout).toMatch(/^pf\.flow\.test failed with \w+: [^\n]*\n$/)
  })
})

describe("what else goes wrong prints one block", () => {
  const commands: { words: string[]; says: RegExp }[] = [
    {
      words: ["flow", "test", "--flow", "nowhere"],
      says: /^error FLOW_NOT_FOUND\n.*nowhere\.\n {2}Check the path\./,
    },
    { words: ["flow", "test", "--flow", "flow"], says: /^error INPUTS_REQUIRED\n.*'x'.*\n {2}.*--inputs/ },
    { words: ["flow", "test", "--flow", "flow", "--inputs", "none.json"], says: /none\.json/ },
    {
      words: ["run", "create", "--flow", "flow", "--data", "none.jsonl"],
      says: /^error DATA_NOT_FOUND\n.*none\.jsonl/,
    },
    { words: ["run", "show", "--name", "nothing"], says: /^error RUN_NOT_FOUND\n.*nothing/ },
    { words: ["connection", "show", "--name", "nothing"], says: /^error CONNECTION_NOT_FOUND\n.*nothing/ },
    {
      words: ["connection", "create", "--file", "nothing.yaml"],
      says: /^error FILE_NOT_FOUND\n.*nothing\.yaml/,
    },
    {
      words: ["connection", "create", "--file", "flow/show.jinja2"],
      says: /^error CONNECTION_INVALID\n.*no type/,
    },
    { words: ["flow", "tset"], says: /^error USAGE\n.*tset\n {2}did you mean millrace flow test\?/ },
    { words: ["flow", "test", "--flow"], says: /^error USAGE\n.*--flow needs a value/ },
  ]
  test.concurrent.each(commands)("millrace $words", async ({ words, says }) => {
    await using workspace = await Workspace.make(promptFlow("{{ x }}"))
    const ran = await workspace.millrace(words)
    expect(ran.stdout).toBe("")
    expect(ran.stderr).toMatch(says)
    expect(blocks(ran.stderr)).toEqual([ran.stderr])
    expect(ran.code).toBeGreaterThan(0)
  })

  test.concurrent("a tool that raises is named with its file and line", async () => {
    await using workspace = await Workspace.make(pythonFlow('raise ValueError("oh")'))
    const ran = await workspace.millrace(["flow", "test", "--flow", "flow", "--inputs", "x=a"])
    expect(ran).toMatchObject({ code: 1, stdout: "" })
    expect(ran.stderr).toMatch(
      /^error TOOL_FAILED {2}flow\/work\.py:\d+\n {2}Execution failure in 'work': \(ValueError\) oh\n$/m,
    )
  })
})
