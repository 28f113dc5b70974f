import type { ErrorRecord } from "@internal/schema"
import type { AskOptions, ChatOptions } from "../api/chat.ts"
import type { TestExperimentOptions } from "../api/experiments.ts"
import type { TestOptions } from "../api/flows.ts"
import type { CompareOptions, ResumeOptions, RunOptions } from "../api/runs.ts"
import type { EstimateOptions } from "../api/spending.ts"
import type { ToolCallOptions } from "../api/tools.ts"
import type { BulkTestOptions } from "../groups/bulk-test.ts"

/** What can be done in an engine's process, by the SDK's names, and what each is told. */
export interface WorkOptions {
  "flows.test": TestOptions
  "flows.chat": ChatOptions & { chat: string }
  "chat.ask": AskOptions & { chat: string; message: unknown }
  "chat.close": { chat: string }
  "experiments.test": TestExperimentOptions
  "runs.create": RunOptions
  "runs.bulkTest": BulkTestOptions
  "runs.estimate": EstimateOptions
  "runs.resume": ResumeOptions & { name: string }
  "runs.compare": CompareOptions
  "runtimes.create": { name: string; requirements?: string; python?: string }
  "runtimes.check": { name: string; careful?: boolean; newer?: boolean }
  "runtimes.update": { name: string }
  "models.pull": { name: string }
  "tools.list": { flow?: string; careful?: boolean }
  "tools.call": ToolCallOptions
}
export type WorkOperation = keyof WorkOptions

export type ToEngine =
  | {
      [O in WorkOperation]: { type: "start"; id: string; operation: O; options: WorkOptions[O] }
    }[WorkOperation]
  | { type: "cancel"; id: string }

/** An event as the journal has it: `text` is what `decodeEvent` reads. */
export interface JournalEntry {
  run: string
  seq: number
  at: number
  text: string
}
/** `event`: any other progress, plain. */
export type WorkEvent = { journal: JournalEntry } | { event: Record<string, unknown> }
export type WorkEnd = { result: unknown } | { error: ErrorRecord }

export type FromEngine =
  | { type: "ready" }
  | ({ type: "told"; id: string } & WorkEvent)
  | ({ type: "end"; id: string } & WorkEnd)
