import { expect, it } from "vitest"
import { fuzzyFilter, fuzzyMatch } from "./fuzzy.ts"

const best = (query: string, texts: string[]) =>
  fuzzyFilter(texts, query, (text) => text).map(({ item }) => item)
const marked = (query: string, text: string) =>
  fuzzyMatch(query, text)?.ranges.map(([from, to]) => text.slice(from, to))

it("finds letters in their order, and nothing else", () => {
  expect(fuzzyMatch("rnf", "Run the flow")).not.toBeNull()
  expect(fuzzyMatch("fnr", "Run the flow")).toBeNull()
  expect(fuzzyMatch("x", "Run the flow")).toBeNull()
})

it("marks what matched", () => {
  expect(marked("flow", "Run the flow")).toEqual(["flow"])
  expect(marked("rtf", "Run the flow")).toEqual(["R", "t", "f"])
  expect(marked("flow run", "Run the flow")).toEqual(["Run", "flow"])
  expect(marked("output", "${fetch.output}")).toEqual(["output"])
})

it("puts whole occurrences first, at starts of words before others, short texts before long ones", () => {
  expect(best("run", ["Prune the list", "Return unused nodes", "Rerun", "Run"])).toEqual([
    "Run",
    "Rerun",
    "Prune the list",
    "Return unused nodes",
  ])
  expect(best("new", ["renewed", "a new run", "a new run of something else"])).toEqual([
    "a new run",
    "a new run of something else",
    "renewed",
  ])
})

it("keeps the order of the list when nothing is asked", () => {
  expect(best("", ["b", "a"])).toEqual(["b", "a"])
  expect(best("  ", ["b", "a"])).toEqual(["b", "a"])
})
