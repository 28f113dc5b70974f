import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  equals,
  float,
  fromPlain,
  metricNumber,
  PyFloat,
  parse,
  repr,
  str,
  stringify,
  toPlain,
  type Value,
} from "./index.ts"

describe("codec", () => {
  test.each([
    ["1", 1],
    ["1.0", new PyFloat(1)],
    ["1e3", new PyFloat(1000)],
    ["-0.0", new PyFloat(-0)],
    ["12345678901234567890", 12345678901234567890n],
    ["NaN", Number.NaN],
    ["-Infinity", Number.NEGATIVE_INFINITY],
    ['"\\ud83d\\ude00"', "😀"],
    [
      '{"2":1,"1":2,"2":3}',
      new Map([
        ["2", 3],
        ["1", 2],
      ]),
    ],
  ])("parses %s", (text, value) => {
    expect(parse(text)).toEqual(value)
  })

  test.each([
    ["", "Expecting value: line 1 column 1 (char 0)"],
    ["[1,]", "Expecting value: line 1 column 4 (char 3)"],
    ['{"a" 1}', "Expecting ':' delimiter: line 1 column 6 (char 5)"],
    ["1 2", "Extra data: line 1 column 3 (char 2)"],
    ["{'a':1}", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"],
    ['"abc', "Unterminated string starting at: line 1 column 1 (char 0)"],
  ])("refuses %s as Python does", (text, message) => {
    expect(() => parse(text)).toThrow(message)
  })

  const value: fc.Memo<Value> = fc.memo(
    (n): fc.Arbitrary<Value> =>
      n <= 1
        ? fc.oneof<fc.Arbitrary<Value>[]>(
            fc.constant(null),
            fc.boolean(),
            fc.maxSafeInteger().map((x) => x || 0),
            fc.bigInt().filter((x) => x > 9007199254740991n),
            fc.double().map(float),
            fc.string({ unit: "binary" }),
          )
        : fc.oneof<fc.Arbitrary<Value>[]>(
            fc.array(value(n - 1), { maxLength: 4 }),
            fc.array(fc.tuple(fc.string(), value(n - 1)), { maxLength: 4 }).map((x) => new Map(x)),
          ),
  )

  test("what it writes it reads back", () => {
    fc.assert(
      fc.property(value(3), fc.boolean(), fc.constantFrom(undefined, 2), (v, ascii, indent) => {
        expect(parse(stringify(v, { ascii, indent }))).toEqual(v)
      }),
    )
  })

  test("plain data keeps hostile keys as data", () => {
    const plain = toPlain(parse('{"__proto__":{"x":1},"b":1.0}'))
    expect(Object.getPrototypeOf(plain)).toBe(Object.prototype)
    expect(stringify(fromPlain(plain))).toBe('{"__proto__":{"x":1},"b":1}')
    // biome-ignore lint/suspicious/noSparseArray: what a JavaScript tool may answer
    expect(stringify(fromPlain([, undefined, { a: undefined }]))).toBe("[null,null,{}]")
  })
})

test.each([
  ["None", null],
  ["True", true],
  ["1.0", float(1)],
  ["1e+16", float(1e16)],
  ["1e-05", float(1e-5)],
  ["0.0001", float(1e-4)],
  ["123456789012345.6", float(123456789012345.6)],
  ["{'a': [1, 2.5, None], \"it's\": 'x\\n'}", fromPlain({ a: [1, 2.5, null], "it's": "x\n" })],
])("repr is %s", (text, v) => {
  expect(repr(v)).toBe(text)
  expect(str(v)).toBe(text)
})

test("equality is Python's", () => {
  expect(equals(1, true)).toBe(true)
  expect(equals(float(1), 1)).toBe(true)
  expect(equals("true", true)).toBe(false)
  expect(equals(parse('{"a":1,"b":[2.0]}'), parse('{"b":[2],"a":true}'))).toBe(true)
  expect(equals(null, 0)).toBe(false)
})

test("a metric is a number where it reads as one; None is no 0", () => {
  expect([3n, float(0.5), true, " 0.44 ", "-1e3", ".5"].map(metricNumber)).toEqual([
    3, 0.5, 1, 0.44, -1000, 0.5,
  ])
  for (const value of [null, "", "abc", "0x10", "1,5", [], new Map()])
    expect(metricNumber(value)).toBeUndefined()
  expect(metricNumber(float(Number.NaN))).toBeNaN()
})
