import type { Option } from "../command.ts"

const GROUP = "Several runs"
const COST = "Cost"

/** Options of `run create` that make several runs of it. */
export const GROUP_OPTIONS: readonly Option[] = [
  {
    flags: "--variants <all|names>",
    text: "One run for the defaults and one for each other variant: all, or those named, with commas.",
    group: GROUP,
  },
  { flags: "--grid", text: "One run for each combination of the variants of all nodes.", group: GROUP },
  {
    flags: "--repeat <n>",
    text: "Run each so many times, always anew; run compare counts their rows once.",
    numeric: true,
    group: GROUP,
  },
  {
    flags: "--evaluate <flow>",
    text: "Evaluate each run with this flow when it is done.",
    group: GROUP,
    completes: "folder",
  },
  {
    flags: "--evaluate-mapping <pair...>",
    text: "Column mapping of the evaluation.",
    group: GROUP,
  },
  { flags: "--group <name>", text: "Evaluate every run of a group.", group: GROUP },
]

/** Options that say or bound what a run costs. */
export const COST_OPTIONS: readonly Option[] = [
  {
    flags: "--estimate [lines]",
    text: "Try some lines (3), say what all would cost, and run nothing else.",
    numeric: true,
    group: COST,
  },
]

export const CAP_OPTIONS: readonly Option[] = [
  { flags: "--max-tokens <n>", text: "Stop before more tokens are spent.", numeric: true, group: COST },
  { flags: "--max-cost <dollars>", text: "Stop before more money is spent.", group: COST },
]
