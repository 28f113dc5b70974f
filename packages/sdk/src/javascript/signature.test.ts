import { expect, test } from "vitest"
import { readFunction } from "./signature.ts"

const shape = (text: string) => {
  const { signature, byObject } = readFunction(text, "tool.ts")
  const parameters = signature.parameters.map(
    (p) => `${p.name}: ${p.type[0]}${p.default ? ` = ${p.default.shown}` : ""}`,
  )
  return { name: signature.function, async: signature.async, byObject, parameters }
}

test.each([
  [
    "export default async function join(text: string, times: number = 2, tags?: string[]): Promise<string> { return f({}) }",
    {
      name: "join",
      async: true,
      byObject: false,
      parameters: ["text: string", "times: double = 2", "tags: list = undefined"],
    },
  ],
  [
    "// export function no() {}\ninterface In { a: string; b?: number }\nexport function run({ a, b = 1 }: { a: string; b?: number }) { return a }",
    { name: "run", async: false, byObject: true, parameters: ["a: string", "b: double = 1"] },
  ],
  [
    "export const pick = (items, flag = true) => items[0]",
    { name: "pick", async: false, byObject: false, parameters: ["items: object", "flag: bool = true"] },
  ],
  [
    "export default async (x = 'a, b', y = [1, 2]) => x",
    { name: "default", async: true, byObject: false, parameters: ["x: string = 'a, b'", "y: list = [1, 2]"] },
  ],
  [
    "interface In extends Base { a: string; n?: number }\nexport default async function ({ a, n = 2, x }: In) {}",
    { name: "default", async: true, byObject: true, parameters: ["a: string", "n: double = 2", "x: object"] },
  ],
  [
    "export type In = { on: boolean }\nconst run = async ({ on }: Readonly<In>): Promise<string> => 'a'\nexport default run",
    { name: "run", async: true, byObject: true, parameters: ["on: bool"] },
  ],
  [
    "function helper(a) {}\nfunction run(b = 1) {}\nexport { run as tool }",
    { name: "run", async: false, byObject: false, parameters: ["b: int = 1"] },
  ],
  [
    "export const f: (x: number) => string = x => String(x)\nexport const four = (2 + 2)",
    { name: "f", async: false, byObject: false, parameters: ["x: object"] },
  ],
  [
    "const helper = () => 1\nmodule.exports = async function js({ v, when }) {}",
    { name: "js", async: true, byObject: true, parameters: ["v: object", "when: object"] },
  ],
  [
    "const run = (a) => a\nmodule.exports = run",
    { name: "run", async: false, byObject: false, parameters: ["a: object"] },
  ],
  [
    "exports.run = (a = 'x') => a",
    { name: "run", async: false, byObject: false, parameters: ["a: string = 'x'"] },
  ],
  [
    "function run(a, b) {}\nmodule.exports = { run, VERSION: 1 }",
    { name: "run", async: false, byObject: false, parameters: ["a: object", "b: object"] },
  ],
])("%s", (text, expected) => {
  expect(shape(text)).toEqual(expected)
})

test("one function must be meant", () => {
  expect(() => readFunction("const x = 1", "a.ts")).toThrow(
    expect.objectContaining({ code: "TOOL_NOT_DEFINED" }),
  )
  const two = "export function a() {}\nexport function b() {}"
  expect(() => readFunction(two, "a.ts")).toThrow(expect.objectContaining({ code: "TOOL_AMBIGUOUS" }))
})
