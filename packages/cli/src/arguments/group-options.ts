import { MillraceError } from "@internal/schema"
import type { EvaluateGroupOptions, EvaluateOptions, GroupOptions, RunOptions } from "@internal/sdk"
import type { Given } from "../given.ts"
import { present } from "./execution.ts"
import { flatPairs } from "./pairs.ts"

const OF_A_GROUP = ["variants", "grid", "repeat", "evaluate"]

/** Whether one command makes several runs. */
export function makesGroup(given: Given): boolean {
  return OF_A_GROUP.some((key) => given.has(key))
}

/** `--variants`, `--grid`, `--repeat`, `--evaluate` over what a single run is told. */
export function groupOptions(given: Given, { variant, variants, run, ...options }: RunOptions): GroupOptions {
  if (variant !== undefined && (given.has("variants") || given.flag("grid"))) {
    const reason = "--variant chooses one variant, --variants and --grid run several."
    throw new MillraceError("USAGE", { reason }, { hint: "Leave one of them out." })
  }
  const named = given.text("variants")
  if (given.flag("grid") && named !== undefined && named !== "all") {
    const reason = "--grid runs every combination, --variants those that it names."
    throw new MillraceError("USAGE", { reason }, { hint: "Leave one of them out." })
  }
  const list = named?.split(",").map((name) => name.trim())
  return {
    ...options,
    ...present({
      run,
      variant,
      variants,
      vary: given.flag("grid") ? "grid" : named === "all" ? "all" : list,
      repeat: given.count("repeat"),
      evaluate: evaluateOptions(given, options),
    }),
  }
}

/** `--evaluate FLOW --evaluate-mapping …`: with the run's own models, environment and concurrency. */
function evaluateOptions(given: Given, options: RunOptions): EvaluateOptions | undefined {
  const flow = given.text("evaluate")
  if (flow === undefined) return undefined
  const { connection, record, replay, runtime, install, concurrency } = options
  const columnMapping = flatPairs(given.list("evaluateMapping"), "--evaluate-mapping")
  return { flow, ...present({ connection, record, replay, runtime, install, concurrency, columnMapping }) }
}

/** `--group NAME --flow EVALUATION`: every run of a group is evaluated. */
export function evaluateGroupOptions(group: string, options: RunOptions): EvaluateGroupOptions {
  const { run: _, name, ...own } = options
  if (name === undefined) return { ...own, group }
  const reason =
    "--group names the runs, and each evaluation is called as its run is: --name cannot be given."
  throw new MillraceError("USAGE", { reason })
}
