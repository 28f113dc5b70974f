import type { RuntimeInfo } from "./api.ts"
import type { Context } from "./context.ts"
export async function listRuntimes(_context: Context): Promise<RuntimeInfo[]> {
  return []
}
export async function createRuntime(_c: Context, _o: unknown, _p?: unknown): Promise<RuntimeInfo> {
  throw new Error("soon")
}
export async function getRuntime(_c: Context, _n: string): Promise<RuntimeInfo> {
  throw new Error("soon")
}
export async function deleteRuntime(_c: Context, _n: string): Promise<void> {
  throw new Error("soon")
}
