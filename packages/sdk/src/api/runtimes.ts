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
  list(): Promise<RuntimeInfo[]>
  create(
    options: { name: string; requirements?: string; python?: string },
    progress?: (p: Progress) => void,
  ): Promise<RuntimeInfo>
  get(name: string): Promise<RuntimeInfo>
  delete(name: string): Promise<void>
}
