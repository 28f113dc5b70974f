import type { Progress } from "./execution.ts"

export interface RuntimeInfo {
  name: string
  interpreter: string
  version: string
  kind: "system" | "folder" | "managed"
  /** Broken: the Python that it was made from is gone; `update` makes it again. */
  status: "ready" | "broken"
  folder?: string
  /** Requirement lines that were installed. */
  packages?: string[]
  /** The file that they came from. */
  requirementsFile?: string
  created?: string
  updated?: string
  current: boolean
}

export interface RuntimeCheck {
  name: string
  version: string
  /** What is installed, by name. */
  packages: { name: string; version: string }[]
  /** Requirement lines that it does not satisfy. */
  missing: string[]
  /** Its requirements file says something else than what was installed. */
  changed: boolean
  /** Packages with a newer version; null: not asked, or no index answered. */
  newer: { name: string; version: string; latest: string }[] | null
}

/** `millrace.runtimes`. A `signal` that is aborted ends what is being made, and leaves nothing half made. */
export interface RuntimeOperations {
  /** `careful`: no interpreter that lies in the working folder is started. */
  list(options?: { careful?: boolean }): Promise<RuntimeInfo[]>
  create(
    options: { name: string; requirements?: string; python?: string },
    progress?: (p: Progress) => void,
    signal?: AbortSignal,
  ): Promise<RuntimeInfo>
  get(name: string, options?: { careful?: boolean }): Promise<RuntimeInfo>
  /** What is in it and what it lacks; `newer`: also asks the index of packages. */
  check(name: string, options?: { careful?: boolean; newer?: boolean }): Promise<RuntimeCheck>
  /** The newest of what it requires, and what its requirements file says by now. Only of one that Millrace made. */
  update(name: string, progress?: (p: Progress) => void, signal?: AbortSignal): Promise<RuntimeInfo>
  delete(name: string): Promise<void>
}
