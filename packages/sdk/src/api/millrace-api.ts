import type { ConnectionOperations } from "./connections.ts"
import type { ExperimentOperations } from "./experiments.ts"
import type { CacheOperations } from "./explain.ts"
import type { FlowOperations } from "./flows.ts"
import type { ImportOptions, ImportReport } from "./import.ts"
import type { DataOperations, GalleryOperations, JournalOperations } from "./look.ts"
import type { ModelOperations } from "./models.ts"
import type { Prompty, PromptyOptions } from "./prompty.ts"
import type { RunOperations, RunOptions } from "./runs.ts"
import type { RuntimeOperations } from "./runtimes.ts"
import type { ScriptOptions } from "./script.ts"
import type { ToolOperations } from "./tools.ts"

/** How a Millrace is opened. Everything has a default that needs no configuration. */
export interface OpenOptions {
  /** Default `MILLRACE_HOME`, else `~/.millrace`; under `pf` also `PF_HOME_DIRECTORY` for run folders. */
  home?: string
  /** Default the process's working folder. */
  cwd?: string
  /** `pf`: defaults and texts of the original (run folders under `~/.promptflow/.runs`, 4 lines in flight). */
  profile?: "millrace" | "pf"
  /** Default `process.env`. */
  env?: Record<string, string | undefined>
  /** Settings by dotted key that hold for this Millrace alone, before those of the files. */
  settings?: Record<string, string>
}

export interface Check {
  subject: string
  state: "ok" | "warning" | "missing"
  detail: string
  fix?: string
}

/** `millrace.config`. */
export interface ConfigOperations {
  all(): Promise<Record<string, unknown>>
  set(key: string, value: string, path?: string): Promise<void>
}

export interface MillraceApi extends AsyncDisposable {
  readonly home: string
  readonly profile: "millrace" | "pf"
  readonly flows: FlowOperations
  readonly runs: RunOperations
  readonly experiments: ExperimentOperations
  readonly connections: ConnectionOperations
  readonly runtimes: RuntimeOperations
  readonly tools: ToolOperations
  readonly models: ModelOperations
  readonly cache: CacheOperations
  readonly config: ConfigOperations
  readonly journal: JournalOperations
  readonly data: DataOperations
  readonly gallery: GalleryOperations
  /** A prompty file as functions: call it, see its prompt, estimate its tokens. */
  prompty(path: string, options?: PromptyOptions): Promise<Prompty>
  /**
   * Reads a run.yml (spec 8.3) into options, paths resolved against it. `set` wins over its fields, mappings merged;
   * without a file `set` is all there is. `warn` is told of fields that nothing knows.
   */
  readRunFile(
    path: string | undefined,
    options?: {
      set?: Record<string, unknown>
      /** Fields that something else replaces: those of the file are not looked at. */
      replaced?: readonly string[]
      warn?(message: string): void
    },
  ): Promise<RunOptions>
  /** Takes over connections and runs of the original's home; nothing there or here is overwritten. */
  importPromptflow(options?: ImportOptions): Promise<ImportReport>
  /** Runs a Python script whose `promptflow` (`PFClient`, `load_flow`, `Prompty`) is this; answers its exit code. */
  runScript(options: ScriptOptions): Promise<number>
  /** What this machine has and lacks; with a flow, what of it runs and what to set. `careful` as for `runtimes.list`. */
  doctor(options?: { flow?: string; careful?: boolean }): Promise<Check[]>
}
