import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { EchoModel } from "../../../../scripts/differential/echo-model.ts"
import { BLUE, RED } from "../../testing/image-rows.ts"
import { VISION_CASES, type VisionCase, visionFlow } from "../../testing/vision-cases.ts"
import { writeCase } from "../../testing/write-case.ts"
import { Millrace, type Progress } from "../index.ts"
import answers from "./__fixtures__/vision-answers.json" with { type: "json" }

/** What the original sent, and the class that `pf` named where it failed. */
type Answer = { failed?: string; asked: unknown[] }

let folder: string
let millrace: Millrace
let model: EchoModel
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-vision-test-"))
  model = await EchoModel.start()
  const env = { ...process.env, MILLRACE_HOME: undefined, NO_PROXY: "127.0.0.1" }
  millrace = await Millrace.open({ home: join(folder, "home"), env })
  const base = model.base("v")
  const create = (name: string, type: string, fields: Record<string, string>) =>
    millrace.connections.create({ name, type, ...fields })
  await create("az", "azure_open_ai", { api_base: base, api_key: "az-key" })
  await create("oa", "open_ai", { base_url: `${base}/v1`, api_key: "sk-key" })
  await create("sl", "serverless", { api_base: base, api_key: "sl-key" })
})
afterAll(async () => {
  await millrace[Symbol.asyncDispose]()
  await model.stop()
  await rm(folder, { recursive: true })
})

describe("requests with images are the original's (spec 5.3, 5.6)", () => {
  test.for(VISION_CASES)("$id", async (vision) => {
    const expected = (answers as Record<string, Answer>)[vision.id]
    expect(expected).toBeDefined()
    model.take("v")
    const failure = await failureOf(vision)
    const asked = model.take("v")
    expect(failure !== undefined, failure).toBe(expected?.failed !== undefined)
    expect(asked).toEqual(withDetail(expected?.asked, detailOf(vision)))
  })
})

test("a vision tool is counted and tried as other calls of a model are", async () => {
  const at = join(folder, "counted")
  const vision = VISION_CASES.find(({ id }) => id === "openai") as VisionCase
  writeCase(at, visionFlow(vision))
  const handle = millrace.flows.test({
    flow: join(at, "flow"),
    inputs: { x: "red.png" },
    output: join(at, "out"),
  })
  const calls: Progress[] = []
  for await (const event of handle.events()) if (event.type === "call-end") calls.push(event)
  const { usage } = await handle.result
  expect(usage.total_tokens).toBeGreaterThan(0)
  expect(calls).toMatchObject([{ node: "ask", connection: "oa", model: "m", usage }])
})

async function failureOf(vision: VisionCase): Promise<string | undefined> {
  const at = join(folder, vision.id)
  writeCase(at, visionFlow(vision))
  const inputs = { x: vision.given ?? "red.png" }
  try {
    const { error } = await millrace.flows.test({ flow: join(at, "flow"), inputs }).result
    return error?.message
  } catch (thrown) {
    return (thrown as Error).message
  }
}

function detailOf({ inputs }: VisionCase): string {
  return inputs.find((line) => line.startsWith("detail: "))?.slice("detail: ".length) ?? "auto"
}

/** The original says `auto` whatever a node asks for (Appendix B 4). */
function withDetail(asked: unknown, detail: string): unknown {
  const text = JSON.stringify(asked ?? [])
  expect([RED, BLUE].some((pixel) => text.includes(pixel)) || !text.includes('"detail"')).toBe(true)
  return JSON.parse(text.replaceAll('"detail":"auto"', `"detail":${JSON.stringify(detail)}`))
}
