import { resolve } from "node:path"
import { openModel, outgoingHttp, Recordings, recordModel, replayModel } from "@internal/providers"
import type { Connection, Model } from "@internal/schema"
import type { ModelInfo } from "../api.ts"
import type { Context } from "../context.ts"
import type { ModelSourceOptions } from "./model-source.ts"

/** The model behind a connection, answering from recordings or leaving some if the execution asks for that. */
export async function openConnectionModel(
  connection: Connection,
  context: Context,
  options: ModelSourceOptions,
): Promise<Model> {
  const { cwd, env } = context.places
  const scrub = (text: string) => options.scrubber.text(text)
  const identity = { provider: connection.type, scrub }
  if (options.replay !== undefined) return replayModel(new Recordings(resolve(cwd, options.replay)), identity)
  const model = openModel(connection, { http: outgoingHttp(env), env, scrub })
  return options.record === undefined
    ? model
    : recordModel(model, new Recordings(resolve(cwd, options.record)), identity)
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
