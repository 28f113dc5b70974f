import { expect, test } from "vitest"
import { readEntry } from "./entry-signature.ts"

const ports = (list: { name: string; type: string[]; default?: { shown: string } }[]) =>
  list.map((p) => `${p.name}: ${p.type[0]}${p.default ? ` = ${p.default.shown}` : ""}`)

const CLASS = `
// export class Grader { call(no) {} }
export abstract class Other { call(no: string) {} }
export class Grader<T> extends Other {
  #seen = { call: (no: number) => no }
  helper = (call: string) => [call].map((c) => ({ c }))
  constructor(private readonly threshold: number = 0.5, readonly options: Options = {}) { super() }
  private recall(no: string) { return this.call(no, no) }
  async call(answer: string, truth: string, note?: string): Promise<object> { return {} }
  aggregate(results: object[]) { return {} }
}`

test("a class: its method call, its constructor, its aggregate", () => {
  const { signature, byObject, initByObject } = readEntry(CLASS, "a.ts:Grader", "Grader")
  expect(ports(signature.parameters)).toEqual(["answer: string", "truth: string", "note: string = undefined"])
  expect(ports(signature.init)).toEqual(["threshold: double = 0.5", "options: object = {}"])
  expect(signature).toMatchObject({ className: "Grader", entry: { aggregation: 1 } })
  expect([byObject, initByObject]).toEqual([false, false])
})

test.each([
  ["export async function* stream(text: string, times = 2) {}", "stream", ["text: string", "times: int = 2"]],
  [
    "export const parts = ({ text, n = 3 }: { text: string; n?: number }) => text",
    "parts",
    ["text: string", "n: double = 3"],
  ],
  ["export default function named(x: boolean) {}\nexport function other(y) {}", "other", ["y: object"]],
  ["export default (items: string[]) => items", "default", undefined],
  ["export default async function (items: string[]) {}", "default", ["items: list"]],
])("a function: %s", (text, name, expected) => {
  const read = () => ports(readEntry(text, `a.ts:${name}`, name).signature.parameters)
  if (expected) expect(read()).toEqual(expected)
  else expect(read).toThrow("exports no function or class default")
})

test.each([
  ["export function a() {}", "b", "exports no function or class b"],
  ["export class K { run() {} }", "K", "has no method call"],
])("what cannot be an entry: %s", (text, name, message) => {
  expect(() => readEntry(text, `a.ts:${name}`, name)).toThrow(message)
})
