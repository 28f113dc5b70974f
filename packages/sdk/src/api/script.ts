import type { ExecutionOptions, Progress } from "./execution.ts"

/** A Python script, in which `promptflow` is Millrace. */
export interface ScriptOptions
  extends Pick<ExecutionOptions, "runtime" | "install" | "connection" | "record" | "replay" | "signal"> {
  script: string
  args?: string[]
  report?(progress: Progress): void
}
