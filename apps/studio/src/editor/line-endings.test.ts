import fc from "fast-check"
import { expect, test } from "vitest"
import { keepEndings, withPlainEndings } from "./line-endings.ts"

test("lines that are not touched keep their endings, and new ones end as the first does", () => {
  expect(keepEndings("a: 1\r\nb: 2\r\n", "a: 1\nb: 3\nc: 4\n")).toBe("a: 1\r\nb: 3\r\nc: 4\r\n")
  expect(keepEndings("a\r\nb\nc\r\n", "a\nb\nx\nc\n")).toBe("a\r\nb\nx\r\nc\r\n")
  expect(keepEndings("a\r\n\r\nb", "a\nb")).toBe("a\r\nb")
  expect(keepEndings("a\n", "a\nb\n")).toBe("a\nb\n")
})

test("what an editor shows of the result is what it held", () => {
  const text = fc.array(fc.constantFrom("a", "b", "\n", "\r\n")).map((parts) => parts.join(""))
  const typed = fc.array(fc.constantFrom("a", "x", "\n")).map((parts) => parts.join(""))
  fc.assert(
    fc.property(text, text, text, typed, (start, old, end, now) => {
      const before = start + old + end
      const edited = withPlainEndings(start) + now + withPlainEndings(end)
      const kept = keepEndings(before, edited)
      expect(withPlainEndings(kept)).toBe(edited)
      if (edited === withPlainEndings(before)) expect(kept).toBe(before)
    }),
  )
})
