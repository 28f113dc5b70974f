import { openModel, outgoingHttp } from "@internal/providers"
import type { Connection, Model } from "@internal/schema"
import type { ModelInfo } from "../api.ts"
import type { Context } from "../context.ts"
import type { ModelSourceOptions } from "./model-source.ts"

export async function openConnectionModel(
  connection: Connection,
  context: Context,
  options: ModelSourceOptions,
): Promise<Model> {
  return openModel(connection, {
    http: outgoingHttp(context.places.env),
    env: context.places.env,
    scrub: (text) => options.scrubber.text(text),
  })
}
export async function listModels(_c: Context): Promise<ModelInfo[]> {
  return []
}
export async function pullModel(_c: Context, _n: string, _p?: unknown): Promise<ModelInfo> {
  throw new Error("soon")
}
export async function addModel(_c: Context, _f: string, _n?: string): Promise<ModelInfo> {
  throw new Error("soon")
}
export async function deleteModel(_c: Context, _n: string): Promise<void> {
  throw new Error("soon")
}
