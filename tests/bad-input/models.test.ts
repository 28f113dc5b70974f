import { PlanError } from "@internal/schema"
import { Millrace } from "@internal/sdk"
import { describe, expect, test } from "vitest"
import { BadModel } from "./bad-model.ts"
import { type Finished, Lab } from "./lab.ts"

/** A flow that asks the model that its row names. */
const flow = {
  "flow/flow.dag.yaml": `inputs: {x: {type: string}}
outputs: {out: {type: string, reference: "\${ask.output}"}}
nodes:
- name: ask
  type: llm
  source: {type: code, path: ask.jinja2}
  inputs: {model: "\${inputs.x}", max_tokens: 10}
  connection: model
  api: chat
`,
  "flow/ask.jinja2": "user:\nhello\n",
}

function connection(base: string) {
  return { name: "model", type: "open_ai", api_key: "sk-4f1d22aa90", base_url: base }
}

/** `code` and text of the line's error; lines without are done. */
const models: { model: string; code?: string; says?: RegExp; times?: number }[] = [
  { model: "good", times: 1 },
  { model: "400", code: "MODEL_CALL_FAILED", says: /400.*no such parameter/, times: 1 },
  {
    model: "401",
    code: "MODEL_CALL_FAILED",
    says: /401.*Incorrect API key provided: \*/,
    times: 1,
  },
  { model: "403", code: "MODEL_CALL_FAILED", says: /403.*not for you/, times: 1 },
  { model: "404", code: "MODEL_CALL_FAILED", says: /404.*no such model/, times: 1 },
  { model: "quota", code: "MODEL_CALL_FAILED", says: /429.*quota/, times: 1 },
  { model: "429 once", times: 2 },
  { model: "500 once", times: 2 },
  { model: "500 always", code: "MODEL_RETRIES_EXHAUSTED", says: /500.*oops/, times: 100 },
  { model: "422 always", code: "MODEL_RETRIES_EXHAUSTED", says: /422.*cannot process/, times: 3 },
  { model: "hangs", code: "LINE_TIMEOUT", says: /exceeding 3 seconds/, times: 1 },
  { model: "hangs half way", code: "LINE_TIMEOUT", says: /exceeding 3 seconds/, times: 1 },
  { model: "drops", code: "LINE_TIMEOUT", says: /exceeding 3 seconds/ },
  { model: "drops half way", code: "MODEL_CALL_FAILED", says: /The answer broke off/, times: 1 },
  { model: "html", code: "MODEL_CALL_FAILED", says: /not JSON: <html>Log in first/, times: 1 },
  { model: "not JSON", code: "MODEL_CALL_FAILED", says: /not JSON: \{"choices":/, times: 1 },
  { model: "no choices", code: "MODEL_CALL_FAILED", says: /no choices/, times: 1 },
  { model: "wrong shape", code: "MODEL_CALL_FAILED", says: /no choices: \{"choices":"none"\}/, times: 1 },
]

test("a model that fails fails its line with what it said, or is asked again; the others finish", async () => {
  await using model = await BadModel.start()
  await using lab = await Lab.make(flow)
  await lab.millrace.connections.create(connection(model.url))
  const run = await lab.run(
    models.map(({ model }) => ({ x: model })),
    { lineTimeout: 3 },
  )
  for (const [line, { model: name, code, says, times }] of models.entries()) {
    const error = run.errors.get(line)
    expect.soft(error?.millrace?.code, name).toBe(code)
    if (says) expect.soft(error?.message, name).toMatch(says)
    if (times) expect.soft(model.times(name), name).toBe(times)
  }
  expect(error(run, "401")?.hint).toMatch(/connection update/)
  expect(error(run, "404")?.hint).toMatch(/name of the model/)
  expect(error(run, "quota")?.hint).toMatch(/billing/)
  expect(error(run, "html")?.hint).toMatch(/address/)
  expect([...run.outputs.values()]).toEqual([{ out: "hello" }, { out: "hello" }, { out: "hello" }])
  expect(run.info).toMatchObject({ state: "done", usage: { total_tokens: 6 } })
})

function error(run: Finished, name: string) {
  return run.errors.get(models.findIndex(({ model }) => model === name))?.millrace
}

/** A model that has just been stopped: its port is free. */
async function stopped(): Promise<{ url: string }> {
  await using model = await BadModel.start()
  return { url: model.url }
}

describe("a model that cannot be asked (spec 5.1)", () => {
  test("nobody answers at its address", async () => {
    await using lab = await Lab.make(flow)
    const { url } = await stopped()
    await lab.millrace.connections.create(connection(url))
    const { error } = await lab.test({ inputs: { x: "good" } })
    expect(error?.millrace).toMatchObject({
      code: "MODEL_CALL_FAILED",
      hint: expect.stringMatching(/^Nothing listens at http:/),
    })
    expect(error?.message).toMatch(/Connection error/i)
  })

  test("there is no such connection: every node that names one is told, before anything runs", async () => {
    const second = `- {name: more, type: llm, source: {type: code, path: ask.jinja2}, inputs: {model: m}, connection: modle, api: chat}\n`
    await using lab = await Lab.make({
      ...flow,
      "flow/flow.dag.yaml": `${flow["flow/flow.dag.yaml"]}${second}`,
    })
    await lab.millrace.connections.create({ name: "model1", type: "open_ai", api_key: "sk-4f1d22aa90" })
    for (const refused of [
      await lab.refusal(() => lab.test({ inputs: { x: "good" } })),
      await lab.refusal(() => lab.run([{ x: "good" }])),
    ]) {
      expect(refused).toMatchObject({ code: "CONNECTION_FAILED", place: { line: 4 } })
      expect(refused.message).toMatch(/'model' for node 'ask'/)
      expect(refused.hint).toMatch(/connection create/)
      expect(refused instanceof PlanError && refused.diagnostics.map(({ message }) => message)).toEqual([
        refused.message,
        expect.stringMatching(/'modle' for node 'more'/),
      ])
    }
    expect(await lab.millrace.runs.list()).toEqual([])
  })

  test("its connection is of a kind that has no models", async () => {
    await using lab = await Lab.make(flow)
    await lab.millrace.connections.create({ name: "model", type: "custom", secrets: { k: "sk-4f1d22aa90" } })
    const refused = await lab.refusal(() => lab.test({ inputs: { x: "good" } }))
    expect(refused).toMatchObject({
      code: "CONNECTION_TYPE",
      message: expect.stringMatching(/ask.*CustomConnection/),
    })
  })

  test("its key was stored with another secret", async () => {
    await using lab = await Lab.make(flow, { env: { MILLRACE_SECRET_KEY: "first of two secrets" } })
    await lab.millrace.connections.create(connection("http://127.0.0.1:1"))
    const env = { HOME: lab.workspace.home, MILLRACE_SECRET_KEY: "second of two secrets" }
    await using other = await Millrace.open({ cwd: lab.workspace.folder, env: { ...process.env, ...env } })
    const refused = await lab.refusal(() => other.flows.test({ flow: "flow", inputs: { x: "good" } }).result)
    expect(refused.message).toMatch(/model.*cannot be decrypted/)
    expect(refused.hint).toMatch(/MILLRACE_SECRET_KEY/)
  })

  test("a connection lacks its key, has an unknown kind, or no name", async () => {
    await using lab = await Lab.make({})
    const create = (file: Record<string, unknown>) => lab.refusal(() => lab.millrace.connections.create(file))
    expect((await create({ name: "a", type: "open_ai" })).message).toMatch(/api_key/)
    expect((await create({ name: "a", type: "opn_ai", api_key: "k" })).message).toMatch(/opn_ai/)
    expect((await create({ type: "open_ai", api_key: "k" })).message).toMatch(/name/)
    expect((await create({ name: "a", type: "custom", secrets: {} })).message).toMatch(/secret/)
    expect(await lab.millrace.connections.list()).toEqual([])
  })
})
