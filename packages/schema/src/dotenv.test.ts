import { expect, test } from "vitest"
import { parseDotenv } from "./dotenv.ts"

/** What python-dotenv, which the original reads such files with, makes of each line. */
const READ: [line: string, value: Record<string, string>][] = [
  ["# note", {}],
  ["export A = one # why", { A: "one" }],
  ["A='two # not a note' # a note", { A: "two # not a note" }],
  ['A="three\\nlines"', { A: "three\nlines" }],
  ["A=", { A: "" }],
  [" not a line", {}],
  ["A=a=b\r", { A: "a=b" }],
  ["A=a#b", { A: "a#b" }],
  ["A='it\\'s'", { A: "it's" }],
  ["A='a\nb'", { A: "a\nb" }],
  ["R-S=1", { "R-S": "1" }],
  ["X=1\nA=${X}", { X: "1", A: "1" }],
  ["A=${X}", { A: "outside" }],
  ["A='${X}'", { A: "outside" }],
  ["A=a${X}b$X", { A: "aoutsideb$X" }],
  ["A=${conn.key}", { A: "" }],
  ["A=${NONE:-other}", { A: "other" }],
  ["A=${X:-other}", { A: "outside" }],
  ["A=${NONE-other}", { A: "" }],
]

test.each(READ)("%j", (line, value) => {
  expect(parseDotenv(`${line}\n`, { X: "outside" })).toEqual(value)
})
