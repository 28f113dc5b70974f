import type { Progress } from "./execution.ts"

export interface ModelInfo {
  name: string
  file: string
  bytes: number
}

/** `millrace.models`. */
export interface ModelOperations {
  list(): Promise<ModelInfo[]>
  pull(name: string, progress?: (p: Progress) => void): Promise<ModelInfo>
  add(file: string, name?: string): Promise<ModelInfo>
  delete(name: string): Promise<void>
}
