import type { ChatRequest, Connection, Model } from "@internal/schema"
import { fromPlain } from "@internal/value"
import { expect, test } from "vitest"
import { executeRun, PreparedPlan } from "../index.ts"
import { planOf, START } from "../testing/plan.ts"
import { ScriptedHost } from "../testing/scripted-host.ts"

const CONNECTION: Connection = {
  name: "c",
  type: "AzureOpenAIConnection",
  module: "promptflow.connections",
  configs: {},
  secrets: {},
}

/** What a node with these inputs asks its model, in one line whose input `v` is `value`. */
async function asked(
  inputs: Record<string, unknown>,
  value: unknown,
  { type = CONNECTION.type, template = "user:\nfile {{v}}" } = {},
): Promise<ChatRequest | undefined> {
  let request: ChatRequest | undefined
  const model: Model = {
    endpoint: { account: "a", connection: "c", allowed: {} },
    async *chat(given) {
      request = given
      yield { type: "text", text: "yes" }
      yield { type: "end", finishReason: "stop" }
    },
    complete: () => {
      throw new TypeError("nobody asks for a completion")
    },
    embed: () => Promise.reject(new TypeError("nobody asks for an embedding")),
  }
  const host = new ScriptedHost({}, { connections: [{ ...CONNECTION, type }], model })
  const plan = planOf({
    inputs: { v: "object" },
    nodes: { n: { template, llm: { connection: "c" }, inputs } },
  })
  const prepared = await PreparedPlan.make(plan, host)
  const lines = [{ number: 0, inputs: new Map([["v", fromPlain(value)]]) }]
  await host.clock.drive(executeRun(prepared, lines, host, { start: START, concurrency: 1 }))
  return request
}

test("an input `prompt` is the template in the file's place (seen on the original)", async () => {
  const literal = await asked({ deployment_name: "m", prompt: "user:\nown {{v}}", v: "${inputs.v}" }, "x")
  expect(literal?.messages).toEqual([{ role: "user", content: "own x" }])
  const brought = await asked({ deployment_name: "m", prompt: "${inputs.v}" }, "system:\na {{v}}b")
  expect(brought?.messages).toEqual([{ role: "system", content: "a b" }])
})

test("a deployment's name may be a number that a reference brings", async () => {
  expect((await asked({ deployment_name: "${inputs.v}" }, 3))?.model).toBe("3")
})

test("n is a parameter of Azure's chat alone, and a variable of any other's prompt (seen on the original)", async () => {
  const template = "user:\ngive {{n}}"
  const given = { model: "m", n: "${inputs.v}" }
  const openai = await asked(given, "three", { type: "OpenAIConnection", template })
  expect(openai).toMatchObject({ messages: [{ role: "user", content: "give three" }] })
  expect(openai?.parameters).not.toHaveProperty("n")
  await expect(asked({ deployment_name: "m", n: 2 }, "", { template })).rejects.toMatchObject({
    code: "NODE_INPUT_NAME_TAKEN",
  })
})
