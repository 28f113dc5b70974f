import { expect, it } from "vitest"
import { jsonLines } from "./json-lines.ts"

const shown = (value: unknown, depth = 9, changed = new Map<string, boolean>()) =>
  jsonLines(value, depth, changed).map(({ level, key, text }) => `${"  ".repeat(level)}${key ?? ""} ${text}`)

it("draws what is open, a line an entry", () => {
  expect(shown({ a: [1, "x"], b: null })).toEqual([" {", "  a [", "    0 1", '    1 "x"', "  b null"])
})

it("folds below the depth, and says how much is inside", () => {
  expect(shown({ a: [1, 2], b: { c: 1 }, d: [], e: {} }, 1)).toEqual([
    " {",
    "  a [ 2 items ]",
    "  b { 1 entry }",
    "  d []",
    "  e {}",
  ])
})

it("opens and folds what somebody has pressed, by its pointer", () => {
  expect(shown({ "a/b": { "~": [1] } }, 1, new Map([["/a~1b", true]]))).toEqual([
    " {",
    "  a/b {",
    "    ~ [ 1 item ]",
  ])
  expect(shown({ a: [1] }, 9, new Map([["", false]]))).toEqual([" { 1 entry }"])
})

it("leaves long lists folded whatever the depth", () => {
  expect(shown(Array(51).fill(0))).toEqual([" [ 51 items ]"])
})

it("folds a long text, and says how long it is", () => {
  const text = `a"${"b".repeat(2000)}`
  const [line] = jsonLines(text, 9, new Map())
  expect(line).toMatchObject({ open: false, size: 2002 })
  expect(line?.text).toMatch(/^"a\\"b{398}… 2,002 characters$/)
  expect(jsonLines(text, 9, new Map([["", true]]))[0]?.text).toBe(JSON.stringify(text))
})

it("keeps images folded, and says which lines they are", () => {
  const image = { "data:image/png;path": "a.png" }
  const lines = jsonLines({ pictures: [image, { url: "a.png" }] }, 9, new Map())
  expect(lines.map(({ path, open, image }) => [path, open, image])).toEqual([
    ["", true, undefined],
    ["/pictures", true, undefined],
    ["/pictures/0", false, image],
    ["/pictures/1", true, undefined],
    ["/pictures/1/url", false, undefined],
  ])
})
