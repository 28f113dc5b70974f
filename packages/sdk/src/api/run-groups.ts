import type { RunInfo, RunOptions } from "./runs.ts"

/** How an evaluation of a group's runs is made: one run of this flow for each of them. */
export interface EvaluateOptions extends Omit<RunOptions, "run" | "name" | "data" | "maxCost" | "maxTokens"> {
  /** Default: the data of the run that is evaluated. */
  data?: string
  /** What its runs are called after the run that they evaluate, `NAME_ENDING`. Default `scores`. */
  ending?: string
}

/** Many runs of one flow over the same rows, tied together by the name of their group. */
export interface GroupOptions extends Omit<RunOptions, "name"> {
  /** Name of the group, and the beginning of its runs' names. Default: flow and time. */
  name?: string
  /**
   * `all`: the defaults, and each other variant of each node by itself. `grid`: every combination of the variants of all
   * nodes. A list: the defaults and these, as `${node.variant}`. Absent: the one that `variant` or `variants` chooses.
   */
  vary?: "all" | "grid" | string[]
  /** Runs of each, whose answers are never taken from the cache. Default 1. */
  repeat?: number
  /** Evaluate each run that gets done. */
  evaluate?: EvaluateOptions
}

/** Evaluates the runs of a group that is there. */
export interface EvaluateGroupOptions extends EvaluateOptions {
  group: string
}

export interface RunGroup {
  group: string
  /** In the order in which they ran; those that a cancelled group has not begun are missing. */
  runs: RunInfo[]
  evaluations: RunInfo[]
  /** Runs that could not begin. */
  refused: { name: string; message: string }[]
}

/** A run of a group before it is there. */
export interface GroupMember {
  name: string
  /** What sets it apart: the variant, with its node where several have variants. */
  label: string
  /** From 1; only where there are several. */
  repeat?: number
}
