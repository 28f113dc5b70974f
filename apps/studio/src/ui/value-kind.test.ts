import { expect, it } from "vitest"
import { imageOf, inlineText, valueKind } from "./value-kind.ts"

it("knows an image dict from a dict", () => {
  expect(imageOf({ "data:image/png;path": "a.png" })).toEqual({
    mime: "image/png",
    form: "path",
    data: "a.png",
  })
  expect(imageOf({ "data:image/svg+xml;base64": "AA==" })?.form).toBe("base64")
  expect(imageOf({ type: "image_url", image_url: { url: "https://a.example/b.png" } })?.form).toBe("url")
  expect(imageOf({ "data:image/png;path": "a.png", more: 1 })).toBeNull()
  expect(imageOf({ type: "image_url" })).toBeNull()
  expect(imageOf(["data:image/png;path"])).toBeNull()
})

it("sorts values by how they are shown", () => {
  expect([null, undefined, "", 0, false, [], { "data:image/png;url": "u" }].map(valueKind)).toEqual([
    "nothing",
    "nothing",
    "text",
    "plain",
    "plain",
    "json",
    "image",
  ])
})

it("writes a value in one line, cut where it is long", () => {
  expect(inlineText("a\n\n b")).toBe("a b")
  expect(inlineText({ a: [1] })).toBe('{"a":[1]}')
  expect(inlineText("abcdef", 3)).toBe("abc…")
  expect(inlineText(undefined)).toBe("")
})
