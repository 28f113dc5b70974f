import { readFileSync } from "node:fs"
import { Json } from "@internal/value"
import { expect, test } from "vitest"
import { LineReader } from "./line-reader.ts"
import { readMessage, wireText } from "./protocol.ts"

interface Fixture {
  fromWorker: { head: object; value: string; line: string }[]
  plain: object[]
  toWorker: { text: string; wire: string }[]
}
const fixture: Fixture = JSON.parse(
  readFileSync(new URL("./__fixtures__/messages.json", import.meta.url), "utf8"),
)

test.each(fixture.fromWorker)("a value keeps its text: $value", ({ head, value, line }) => {
  const { value: read, ...rest } = readMessage(line) as unknown as { value: Json }
  expect(rest).toEqual({ ...head, size: value.length })
  expect(read.text).toBe(value)
})

test.each(fixture.plain)("other messages are JSON", (message) => {
  expect(readMessage(JSON.stringify(message))).toEqual(message)
})

test.each(fixture.toWorker)("text for the pipe: $wire", ({ text, wire }) => {
  expect(wireText(Json.ofText(text))).toBe(wire)
})

test("lines come whole, however the stream is cut", () => {
  const bytes = Buffer.from(`first\n${"x".repeat(100)}\n\nlast\nrest`)
  for (const size of [1, 3, 50, 1000]) {
    const lines: string[] = []
    const reader = new LineReader((line) => lines.push(line))
    for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size))
    expect(lines).toEqual(["first", "x".repeat(100), "", "last"])
  }
})

test("garbage is not a message", () => {
  expect(() => readMessage("hello")).toThrow(SyntaxError)
  expect(() => readMessage('{"size":5,"value":1}')).toThrow(SyntaxError)
})
