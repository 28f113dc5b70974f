import { Json } from "@internal/value"
import { expect, test } from "vitest"
import { Scrubber } from "./scrubber.ts"

test("known secrets and keys in URLs disappear from text", () => {
  const scrubber = new Scrubber(["sk-long-secret", "sk-long", "ab", "xyz"])
  expect(scrubber.text("a sk-long-secret b sk-long c ab d xyz")).toBe(
    "a **data_scrubbed** b **data_scrubbed** c ab d **data_scrubbed**",
  )
  expect(scrubber.text("https://x/y?Sig=abc%2F1&KEY=123;z=1")).toBe(
    "https://x/y?Sig=**data_scrubbed**&KEY=**data_scrubbed**;z=1",
  )
})

test("a secret disappears as JSON, Python and URLs spell it, too", () => {
  const secret = 'kü"y\\of\nmine'
  const scrubber = new Scrubber([secret])
  const spelled = [
    secret,
    JSON.stringify(secret),
    '"k\\u00fc\\"y\\\\of\\nmine"',
    "'kü\"y\\\\of\\nmine'",
    encodeURIComponent(secret),
  ]
  for (const text of spelled) expect(scrubber.text(text)).toMatch(/^["']?\*\*data_scrubbed\*\*["']?$/)
  expect(scrubber.value(Json.of(["{'a': 'kü\"y\\\\of\\nmine'}"])).value).toEqual([
    "{'a': '**data_scrubbed**'}",
  ])
})

test("a secret that comes in pieces is never shown, and nothing else is lost", () => {
  const stream = new Scrubber(["12345678", "56789012"]).stream()
  const shown = ["key: ", "1", "2345", "67", "8. 1234", ", 5678", "9"].map((piece) => stream.push(piece))
  expect(shown).toEqual(["key: ", "", "", "", "**data_scrubbed**. ", "1234, ", ""])
  expect(stream.end()).toBe("56789")
})

test("long secrets disappear from values, short ones do not", () => {
  const scrubber = new Scrubber(["12345678", 'quo"te\n/ü', "short"])
  const value = Json.ofText(String.raw`{"k12345678":["x12345678", 12345678, "short", "quo\"te\n/\u00fc"]}`)
  expect(scrubber.value(value).text).toBe(
    '{"k**data_scrubbed**":["x**data_scrubbed**",12345678,"short","**data_scrubbed**"]}',
  )
})

test("a value without a secret stays the same object", () => {
  const value = Json.ofText('{"a": 1.0}')
  expect(new Scrubber(["12345678"]).value(value)).toBe(value)
})
