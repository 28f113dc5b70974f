import { fromPlain, Json } from "@internal/value"
import { expect, test } from "vitest"
import { differentInputs, inputWarnings } from "./different-inputs.ts"
import type { Subject } from "./subject.ts"

const subject = (name: string, rows: Record<string, unknown>[]): Subject =>
  ({
    run: { name },
    compared: { name, arm: name },
    lines: new Map(
      rows.map((row, line) => [line, { line, inputs: Json.of(fromPlain({ ...row, line_number: line })) }]),
    ),
  }) as unknown as Subject

const base = subject("base", [{ text: "a" }, { text: "b" }, { text: "c" }])

test("lines that are paired and took other values are told; the same rows are not", () => {
  expect(differentInputs([base, subject("same", [{ text: "a" }, { text: "b" }])])).toEqual([])
  const shuffled = subject("shuffled", [{ text: "a" }, { text: "c" }, { text: "b" }])
  expect(differentInputs([base, shuffled])).toEqual([
    { run: "shuffled", shared: 3, lines: [1, 2], input: "text" },
  ])
  expect(inputWarnings([base, shuffled], { base: "the base", shuffled: "the other" })).toEqual([
    "the other took other inputs than the base in 2 of 3 shared lines (text, first in line 1): these are not the same rows, and what differs may come from the data.",
  ])
})

test("a setting, the same in all lines of a run, is no part of its rows; nor are inputs of other names", () => {
  const at = (k: number) =>
    subject(`k${k}`, [
      { text: "a", k },
      { text: "b", k },
    ])
  expect(differentInputs([at(3), at(5)])).toEqual([])
  expect(differentInputs([base, subject("other", [{ question: "x" }])])).toEqual([])
})
