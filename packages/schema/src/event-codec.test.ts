import { fromPlain, Json, stringify, type Value } from "@internal/value"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type ApiCall, decodeEvent, encodeEvent, type NewEvent, type RunEvent } from "./index.ts"

const jsonText = fc
  .oneof(
    fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)),
    fc.constantFrom(
      "1.0",
      "NaN",
      "-Infinity",
      "12345678901234567890",
      '"\\ud800"',
      ' { "a" : 1.50 } ',
      '"}\\"raw\\":"',
    ),
  )
  .map((text) => Json.ofText(text))
const line = fc.option(fc.nat(), { nil: null })
const name = fc.oneof(fc.constantFrom("a", '"raw":{"x":1}', "n\n"), fc.string({ unit: "binary" }))
const duration = fc.oneof(
  fc.nat(),
  fc.double({ min: 0, max: 1e6, noNaN: true }).map((x) => x + 0),
)
const error = fc.record({
  message: fc.string(),
  messageFormat: fc.string(),
  messageParameters: fc.constant({ node_name: "x" }),
  code: fc.constant("UserError"),
  innerError: fc.constant({ code: "E", innerError: null }),
})
const call: fc.Arbitrary<ApiCall> = fc.letrec<{ call: ApiCall }>((tie) => ({
  call: fc.record({
    name: fc.string(),
    type: fc.constant("LLM"),
    inputs: fc.constant(new Map<string, Value>([["x", fromPlain(1)]])),
    output: jsonText.map((json) => json.value),
    start_time: fc.nat(),
    end_time: fc.nat(),
    error: fc.option(fc.record({ message: fc.string(), type: fc.string() }), { nil: null }),
    // at this depth the first is taken: without a bound the generator runs out of stack now and then
    children: fc.oneof(
      { maxDepth: 3, depthIdentifier: "calls" },
      fc.constant<ApiCall[]>([]),
      fc.array(tie("call"), { maxLength: 2 }),
    ),
  }),
})).call

const event: fc.Arbitrary<NewEvent> = fc.oneof(
  fc.record({ type: fc.constant("line-start" as const), line, attempt: fc.nat(), inputs: jsonText }),
  fc.record({
    type: fc.constant("node-start" as const),
    line,
    node: name,
    attempt: fc.nat(),
    inputs: jsonText,
  }),
  fc.record({
    type: fc.constant("node-end" as const),
    line,
    node: name,
    attempt: fc.nat(),
    output: jsonText,
    cache: fc.constantFrom("hit" as const, "off" as const),
    portable: fc.boolean(),
    duration,
    calls: fc.option(fc.array(call, { maxLength: 2 }), { nil: undefined }),
    said: fc.option(jsonText, { nil: undefined }),
  }),
  fc.record({
    type: fc.constant("line-end" as const),
    line,
    status: fc.constantFrom("done" as const, "failed" as const),
    outputs: fc.option(jsonText, { nil: null }),
    error: fc.option(error, { nil: undefined }),
    duration,
  }),
  fc.record({ type: fc.constant("metric" as const), line: fc.constant(null), name, value: jsonText }),
  fc.record({
    type: fc.constant("node-log" as const),
    line,
    node: name,
    attempt: fc.nat(),
    stream: fc.constant("stdout" as const),
    text: fc.string({ unit: "binary" }),
  }),
)

/** An event as plain data: exact values by their text, absent fields left out. */
function plain(value: unknown): unknown {
  if (value instanceof Json) return { json: value.text }
  if (value instanceof Map) return { exact: stringify(value) }
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== "object" || value === null)
    return typeof value === "number" ? stringify(fromPlain(value)) : value
  const entries = Object.entries(value).filter(([, v]) => v !== undefined)
  return Object.fromEntries(entries.map(([key, v]) => [key, plain(v)]))
}

const envelope = { run: "r", seq: 7, at: 1.5 }

describe("encodeEvent and decodeEvent", () => {
  test("are inverse, and exact values keep their text", () => {
    fc.assert(
      fc.property(event, (original) => {
        const back = decodeEvent(encodeEvent(original), envelope)
        expect(plain(back)).toEqual(plain({ v: 1, ...original, ...envelope }))
      }),
    )
  })

  test("a whole event needs no envelope, and its text is one line of JSON", () => {
    const whole: RunEvent = {
      v: 1,
      ...envelope,
      type: "node-end",
      line: 3,
      node: "up",
      attempt: 1,
      output: Json.ofText('{"n": 1.0}'),
      cache: "off",
      portable: true,
      duration: 2,
    }
    const text = encodeEvent(whole)
    expect(text).not.toContain("\n")
    expect(JSON.parse(text).output).toEqual({ n: 1 })
    expect(plain(decodeEvent(text))).toEqual(plain(whole))
  })

  test("values that are spilled come back from their names", () => {
    const kept: string[] = []
    const spill = (text: string) => (text.length > 10 ? `blob${kept.push(text) - 1}` : undefined)
    const inputs = Json.ofText(JSON.stringify("x".repeat(50)))
    const text = encodeEvent({ type: "line-start", line: 0, attempt: 1, inputs }, spill)
    expect(text).not.toContain("xxx")
    const back = decodeEvent(text, envelope, (name) => kept[Number(name.slice(4))] as string)
    expect(back).toMatchObject({ inputs: { text: inputs.text } })
    expect(() => decodeEvent(text, envelope)).toThrow("Event 7 of run r")
  })

  test("a mapping keeps exact literals", () => {
    const start: NewEvent = {
      type: "run-start",
      plan: "p",
      flow: "f",
      lines: null,
      mapping: { x: "${data.x}", y: fromPlain(12345678901234567890n) },
      versions: { millrace: "0", node: "24", flow: "f" },
    }
    expect(decodeEvent(encodeEvent(start), envelope)).toMatchObject({ mapping: { y: 12345678901234567890n } })
  })

  test.for(["", "{}", '{"v":1,"type":', "null"])("%j is refused with its place", (text) => {
    expect(() => decodeEvent(text, envelope)).toThrow("Event 7 of run r cannot be used")
  })

  test("an event of a newer format is refused", () => {
    expect(() => decodeEvent('{"v":99,"type":"x"}', envelope)).toThrow("format 99")
  })
})
