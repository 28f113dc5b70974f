// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are text
import { decodeEvent } from "@internal/schema"
import type { FlowTest } from "@internal/schema/studio"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openTestStudio, type TestStudio } from "../testing/test-studio.ts"

const FLOW = `inputs:
  word: {type: string, default: tea}
outputs:
  long: {type: string, reference: "\${join.output}"}
nodes:
- name: cut
  type: python
  source: {type: code, path: cut.py}
  inputs: {word: "\${inputs.word}"}
- name: join
  type: python
  source: {type: code, path: join.py}
  inputs: {parts: "\${cut.output}", greeting: "\${greet.output.text}"}
- name: greet
  type: python
  source: {type: code, path: greet.py}
`
const tool = (parameters: string, body: string) =>
  `from promptflow.core import tool\n\n@tool\ndef run(${parameters}):\n    ${body}\n`

describe("tests of a flow", () => {
  let studio: TestStudio
  beforeAll(async () => {
    studio = await openTestStudio()
    studio.write("words/flow.dag.yaml", FLOW)
    studio.write("words/cut.py", tool("word: str", "return list(word)"))
    studio.write("words/join.py", tool("parts: list, greeting: str", "return greeting + '-'.join(parts)"))
    studio.write("words/greet.py", tool("", "return {'text': 'hello '}"))
    await studio.get("POST", "/flows/trust", { flow: "words" })
  })
  afterAll(() => studio?.[Symbol.asyncDispose]())

  const test = async (body: object) => {
    const { work } = await studio.get<{ work: string }>("POST", "/tests", { flow: "words", ...body })
    const lines = await studio.workLines(work)
    const events = lines.flatMap(({ journal }) =>
      journal ? [decodeEvent(journal.text, { run: "r", seq: journal.seq, at: 0 })] : [],
    )
    const started = events.flatMap((event) => (event.type === "node-start" ? [event.node] : []))
    return { work, end: lines.at(-1)?.event as unknown as Record<string, never>, started }
  }

  it("runs some nodes with what is given for the others, and lists what was run", async () => {
    const whole = await test({ properties: { written: { cut: "1" } } })
    expect(whole.end).toMatchObject({ result: { output: { long: "hello t-e-a" } } })
    const some = await test({
      nodes: ["join"],
      inputs: { "cut.output": ["a", "b"], "greet.output": { text: "" } },
    })
    expect(some.started).toEqual(["join"])
    expect(some.end).toMatchObject({ result: { output: { long: "a-b" } } })
    const missing = await test({ nodes: ["join"], inputs: { "cut.output": ["a"] } })
    expect(missing.end).toMatchObject({ error: { message: expect.stringContaining("greet.output.text") } })
    const alone = await test({ node: "greet" })

    const tests = await studio.get<FlowTest[]>("GET", "/tests?flow=words")
    expect(tests.map(({ node, nodes, work }) => ({ node, nodes, work }))).toEqual([
      { node: "greet", nodes: null, work: alone.work },
      { node: null, nodes: ["join"], work: some.work },
      { node: null, nodes: null, work: whole.work },
    ])
    expect(tests[2]).toMatchObject({ state: "done", properties: { written: { cut: "1" } } })
    expect(await studio.get("GET", "/tests?flow=.")).toEqual([])
  })
})
