import type { Hold, NodeDelta, RunEvent } from "@internal/schema"
import type { Value } from "@internal/value"
import type { TestedNode } from "./experiments.ts"

/** What every execution of a flow can be told. */
export interface ExecutionOptions {
  /** Folder, flow file, as the original resolves it (spec 1.1). */
  flow: string
  /** `${node.variant}` (quotes allowed). */
  variant?: string
  /** Variants of several nodes at once: `{ node: variant }`. */
  variants?: Record<string, string>
  /** `{ node: { connection | deployment_name | model | input: value } }` (spec 1.9). */
  connections?: Record<string, Record<string, string>>
  environment?: Record<string, string>
  /** Arguments of a flex flow's class (spec 1.3). */
  init?: Record<string, unknown> | Map<string, Value>
  /** Name of a runtime; default: found as the flow asks (issue part 4). */
  runtime?: string
  /** Make a managed environment when requirements are not met. Default true. */
  install?: boolean
  /** Use this connection for every LLM node instead of the ones named in the flow. */
  connection?: string
  /**
   * Answers of earlier runs: `use` takes them; `all` those of code too that does not say it is pure; `default` all but
   * sampled ones (temperature above 0 without a seed); `refresh` and `off` none. Default `default` for tests, `off` for runs
   * and under `pf`.
   */
  cache?: "use" | "all" | "default" | "refresh" | "off"
  /** Folders of model recordings. */
  record?: string
  replay?: string
  signal?: AbortSignal
}

/** What a test or a run reports while it goes on: journal events, live text, and steps before the first line. */
export type Progress =
  | RunEvent
  | NodeDelta
  /** Setting up: making an environment, fetching a model. `done`/`total` in bytes or steps. */
  | { type: "setup"; step: string; done?: number; total?: number }
  /** Facts that are known before the first line. */
  | {
      type: "ready"
      run: string
      flow: string
      nodes: string[]
      /** Lines to run; null when the data is not counted. */
      lines: number | null
      /** Lines of the data, where only a sample of them runs. */
      of?: number
      /** Lines that had ended when the run was started again, and stay so. */
      ended?: { done: number; failed: number }
      runtime?: string
      models: string[]
      concurrency: number
    }
  /** Model calls wait because of a limit: told now and then while they do. */
  | ({ type: "held" } & Hold)
  | { type: "warning"; message: string }
  /**
   * Under the `pf` profile: what goes into flow.log or logs.txt, as it is written, newline included, and what tool files
   * print while they are imported (pf prints it).
   */
  | { type: "log"; text: string }
  /** In an experiment: a node's run has this status now. `tested`: how it ended, in a test of what has been answered. */
  | {
      type: "experiment-node"
      node: string
      run: string
      status: string
      reused: boolean
      error?: string
      tested?: TestedNode
    }
  /** Several runs that belong together, in the order in which they will run. */
  | { type: "group"; group: string; members: { run: string; label: string }[] }
  /** In a chat: text that the reply is made of, as it arrives. */
  | { type: "chat-delta"; text: string }

/** Something that goes on: read `events` to follow it (optional), await `result`, `cancel()` to stop it cleanly. */
export interface Handle<Result> {
  readonly name: string
  events(): AsyncIterable<Progress>
  readonly result: Promise<Result>
  /** First call: finish what is in flight and save; second: stop now. */
  cancel(): void
}
