import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { openStore } from "@internal/store"
import { toPlain } from "@internal/value"
import { expect, test } from "vitest"
import { loopback } from "../../../../tests/support/loopback.ts"
import { Millrace } from "../millrace.ts"

const FILES = {
  "flow.dag.yaml": `inputs: {x: {type: string}}
outputs: {out: {type: list, reference: "\${count.output}"}}
nodes:
- {name: say, type: llm, source: {type: code, path: say.jinja2}, connection: speaker, api: chat, inputs: {model: gpt-4o, temperature: 0, stream: true, x: "\${inputs.x}"}}
- {name: count, type: python, source: {type: code, path: count.py}, inputs: {said: "\${say.output}", x: "\${inputs.x}"}}
`,
  "say.jinja2": "user:\n{{x}}",
  "count.py": `from pathlib import Path
from promptflow.core import tool
@tool
def count(said, x: str):
    pieces = list(said)
    if not (Path(__file__).parent / x).exists():
        raise ValueError("not yet")
    return [type(said).__name__, len(pieces), "".join(pieces)]
`,
}

test("a streamed answer that was heard to its end is not asked for again, and comes in the same pieces", async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "millrace-streams-")))
  let asked = 0
  await using server = await loopback(async (request, response) => {
    for await (const _ of request);
    asked++
    response.setHeader("content-type", "text/event-stream")
    const base = { id: "1", object: "chat.completion.chunk", model: "m" }
    for (const content of ["One ", "two ", `${asked}`])
      response.write(`data: ${JSON.stringify({ ...base, choices: [{ index: 0, delta: { content } }] })}\n\n`)
    response.end("data: [DONE]\n\n")
  })
  try {
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text)
    writeFileSync(join(folder, "rows.jsonl"), '{"x":"a"}\n')
    const home = join(folder, "home")
    await using millrace = await Millrace.open({ home, cwd: folder, env: {} })
    const url = `${server.url}/v1`
    await millrace.connections.create({ name: "speaker", type: "open_ai", api_key: "none", base_url: url })
    const first = await (await millrace.runs.create({ flow: ".", data: "rows.jsonl", name: "r" })).result
    expect(first.counts).toMatchObject({ done: 0, failed: 1 })
    expect(asked).toBe(1)
    // an attempt that only takes over what there is leaves as much to the next
    await (await millrace.runs.resume("r", { failed: "all" })).result
    writeFileSync(join(folder, "a"), "")
    const done = await (await millrace.runs.resume("r", { failed: "all" })).result
    expect(done).toMatchObject({ state: "done", counts: { done: 1 } })
    expect(asked).toBe(1)
    expect(done.usage).toEqual(first.usage)
    const { rows, columns } = await millrace.runs.details("r")
    expect(toPlain(rows[0]?.[columns.indexOf("outputs.out")] ?? null)).toEqual(["generator", 3, "One two 1"])
    await using store = await openStore({ home })
    expect(await store.runs.verify("r")).toEqual([])
    expect((await store.runs.line("r", 0))?.nodes.get("say")).toMatchObject({
      reused: true,
      live: "generator",
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
