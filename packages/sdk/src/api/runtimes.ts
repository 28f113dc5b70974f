import type { Progress } from "./execution.ts"

export interface RuntimeInfo {
  name: string
  interpreter: string
  version: string
  kind: "system" | "folder" | "managed"
  folder?: string
  packages?: string[]
  current: boolean
}

/** `millrace.runtimes`. */
export interface RuntimeOperations {
  /** `careful`: no interpreter that lies in the working folder is started. */
  list(options?: { careful?: boolean }): Promise<RuntimeInfo[]>
  create(
    options: { name: string; requirements?: string; python?: string },
    progress?: (p: Progress) => void,
  ): Promise<RuntimeInfo>
  get(name: string, options?: { careful?: boolean }): Promise<RuntimeInfo>
  delete(name: string): Promise<void>
}
