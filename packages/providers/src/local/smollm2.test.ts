import { afterAll, describe, expect, test } from "vitest"
import { call, collect } from "../../testing/conformance.ts"
import { localModels } from "./local-models.ts"

// A folder that `millrace model pull smollm2` has filled: MILLRACE_TEST_MODELS=~/.millrace
const home = process.env.MILLRACE_TEST_MODELS
if (!home) console.warn("SKIPPED: the tests of the real small model need MILLRACE_TEST_MODELS")

describe.skipIf(!home)("SmolLM2, really", () => {
  const local = localModels({ home: home ?? "" })
  const model = local.open("smollm2")
  afterAll(() => local[Symbol.asyncDispose]())

  async function answer(content: string, parameters: Record<string, unknown>): Promise<string> {
    const messages = [{ role: "user", content }]
    const deltas = await collect(
      model.chat({ model: "smollm2", messages, parameters, stream: true }, call({ timeout: 120 })),
    )
    return deltas.map((delta) => (delta.type === "text" ? delta.text : "")).join("")
  }
  const schema = (schema: unknown) => ({
    response_format: { type: "json_schema", json_schema: { name: "s", schema } },
  })

  test("it knows the capital of France", async () => {
    expect(
      await answer("What is the capital of France? Answer in one short sentence.", {
        temperature: 0,
        max_tokens: 20,
      }),
    ).toContain("Paris")
  })

  test("a seed gives the same text again", async () => {
    const parameters = { temperature: 1, seed: 5, max_tokens: 12 }
    expect(await answer("Tell a joke.", parameters)).toBe(await answer("Tell a joke.", parameters))
  })

  test("grammars hold it to JSON and to a schema", async () => {
    const object = { temperature: 0, max_tokens: 80, response_format: { type: "json_object" } }
    expect(JSON.parse(await answer("A JSON object with name and age of Bob, 30.", object))).toBeTypeOf(
      "object",
    )
    const list = {
      type: "object",
      properties: { words: { type: "array", items: { type: "string" }, maxItems: 2 } },
    }
    expect(
      JSON.parse(await answer("Two animals.", { temperature: 0, max_tokens: 80, ...schema(list) })),
    ).toHaveProperty("words")
  })

  test("choices, texts, numbers and truth values of one object", async () => {
    const properties = {
      animal: { enum: ["cat", "car"] },
      why: { type: "string", maxLength: 20 },
      legs: { type: "integer" },
      alive: { type: "boolean" },
    }
    const parsed = JSON.parse(
      await answer("It meows.", { temperature: 0, ...schema({ type: "object", properties }) }),
    )
    expect(properties.animal.enum).toContain(parsed.animal)
    expect(parsed.why.length).toBeLessThanOrEqual(20)
    expect(Number.isInteger(parsed.legs)).toBe(true)
    expect(parsed.alive).toBeTypeOf("boolean")
  })
})
