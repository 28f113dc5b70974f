import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { loopback } from "../../../../tests/support/loopback.ts"
import { writeFiles } from "../../../../tests/support/write-files.ts"
import { runCommand } from "../testing/run-command.ts"
import { voice } from "./voice.ts"

/**
 * What the original answered to wrong flows (spec 11, 5.5): the class that it prints, the JSON that it writes on request,
 * the errors in a test's details and in a run. Texts are ours, so of parameters that quote a text only the names count.
 */

interface Told {
  chain: string
  referenceCode: string | null
  parameters: Record<string, string>
  /** Classes, from the exception itself to what led to it. */
  debug?: string[]
}
interface Case {
  name: string
  files: Record<string, string>
  flow: string
  args: string[]
  data: string
  run: string[] | null
  answer: {
    code: number
    /** Null where the original dies with a traceback. */
    class: string | null
    printed?: Told
    flow?: Told | null
    nodes?: Record<string, [status: string, error: Told | null]>
    run?: { code: number; state: string | null; first: Told | null }
  }
}
const CASES: Case[] = JSON.parse(
  readFileSync(new URL("./__fixtures__/error-answers.json", import.meta.url), "utf8"),
)

/** Parameters whose values are texts. */
const TEXTS = ["error_type_and_message", "ex", "init_kwargs", "src_file", "input_dirs"]
/** Where Millrace finds the error itself, what Python would have raised is not there (differences.md). */
const WITHOUT_CAUSES = ["in-image", "ref-prop", "py-aoai-401"]

const home = mkdtempSync(join(tmpdir(), "millrace-pf-answers-"))
let model: Awaited<ReturnType<typeof loopback>>

beforeAll(async () => {
  model = await loopback(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const refused = /S401/.test(Buffer.concat(parts).toString())
    const body = refused
      ? { error: { message: "said 401", type: "t401", param: null, code: "c401" } }
      : { choices: [{ index: 0, message: { role: "assistant", content: "Hello" }, finish_reason: "stop" }] }
    response.writeHead(refused ? 401 : 200, { "content-type": "application/json" })
    response.end(JSON.stringify(body))
  })
  writeFileSync(
    join(home, "oa.yaml"),
    `name: oa\ntype: open_ai\napi_key: sk-abcdefghij\nbase_url: ${model.url}/v1\n`,
  )
  writeFileSync(join(home, "cu.yaml"), "name: cu\ntype: custom\nconfigs: {a: b}\nsecrets: {c: defghijkl}\n")
  for (const name of ["oa", "cu"]) await pf(["connection", "create", "-f", `${name}.yaml`], home)
})
afterAll(async () => {
  await model[Symbol.asyncDispose]()
  rmSync(home, { recursive: true, force: true })
})

const pf = (args: string[], cwd: string) =>
  runCommand(voice, args, { cwd, env: { HOME: home, PROMPTFLOW_STRUCTURE_EXCEPTION_OUTPUT: "true" } })

interface ErrorJson {
  code: string
  innerError: ErrorJson | null
  referenceCode?: string
  messageParameters: Record<string, string>
  debugInfo: DebugJson | null
}
interface DebugJson {
  type: string
  innerException: DebugJson | null
}
const chainOf = (told: ErrorJson | null): string[] => (told ? [told.code, ...chainOf(told.innerError)] : [])
const typesOf = (debug: DebugJson | null): string[] =>
  debug ? [debug.type, ...typesOf(debug.innerException)] : []

function reduced(error: ErrorJson | null): Told | null {
  if (!error) return null
  const { referenceCode = null, messageParameters, debugInfo } = error
  return {
    chain: chainOf(error).join("/"),
    referenceCode,
    parameters: messageParameters,
    debug: typesOf(debugInfo),
  }
}

function comparable(told: Told | null | undefined, name: string) {
  if (!told) return told ?? null
  const { chain, referenceCode, parameters, debug } = told
  const kept = Object.entries(parameters).map(([key, value]) => [key, TEXTS.includes(key) ? "…" : value])
  const shown = WITHOUT_CAUSES.includes(name) ? debug?.slice(0, 1) : debug
  return { chain, referenceCode, parameters: Object.fromEntries(kept), ...(shown && { debug: shown }) }
}

test.for(CASES)("$name", async ({ name, files, flow, args, data, run, answer }) => {
  const folder = join(home, name)
  const here = Object.entries(files).map(([path, text]) => [
    path,
    text.replaceAll("http://127.0.0.1:9977", model.url),
  ])
  writeFiles(folder, { ...Object.fromEntries(here), "data.jsonl": data })

  const { code, out, err } = await pf(["flow", "test", "--flow", flow, ...args], folder)
  expect(code).toBe(answer.code)
  if (answer.class) expect(out).toContain(` failed with ${answer.class}: `)
  if (answer.printed) {
    const { debug: _, ...told } = reduced(JSON.parse(err.match(/^\{.*$/m)?.[0] ?? "null")) as Told
    expect(comparable(told, name)).toEqual(comparable(answer.printed, name))
  }
  if (answer.nodes) {
    const details = `.promptflow/${args.includes("--node") ? "flow-f.node" : "flow"}.detail.json`
    const { flow_runs, node_runs } = JSON.parse(readFileSync(join(folder, details), "utf8"))
    expect(comparable(reduced(flow_runs[0]?.error ?? null), name)).toEqual(comparable(answer.flow, name))
    const nodes = node_runs.map((run: { node: string; status: string; error: ErrorJson | null }) => [
      run.node,
      [run.status, comparable(reduced(run.error), name)],
    ])
    const expected = Object.entries(answer.nodes).map(([node, [status, error]]) => [
      node,
      [status, comparable(error, name)],
    ])
    expect(Object.fromEntries(nodes)).toEqual(Object.fromEntries(expected))
  }
  if (!answer.run || !run) return
  const created = await pf(
    ["run", "create", "--flow", flow, "--data", "data.jsonl", "--name", name, ...run],
    folder,
  )
  expect(created.code).toBe(answer.run.code)
  const shown = await pf(["run", "show", "--name", name], folder)
  const known = shown.code === 0 ? JSON.parse(shown.out) : null
  expect(known?.status ?? null).toBe(answer.run.state)
  const [first] = known?.error?.additionalInfo?.[0]?.info.errors ?? []
  if (answer.run.first)
    expect(comparable(reduced(first?.error ?? null), name)).toEqual(comparable(answer.run.first, name))
})
