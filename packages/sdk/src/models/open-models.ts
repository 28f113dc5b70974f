import { resolve } from "node:path"
import * as providers from "@internal/providers"
import type { Connection, Model } from "@internal/schema"
import type { Progress } from "../api/execution.ts"
import type { ModelInfo } from "../api/models.ts"
import { configValues } from "../configuration.ts"
import type { Context } from "../context.ts"
import { callLimits } from "./call-limits.ts"
import type { ModelSourceOptions } from "./model-source.ts"

/** The model that is fetched when a local connection names none. */
const DEFAULT_MODEL = "smollm2"

/** The model behind a connection, answering from recordings or leaving some if the execution asks for that. */
export async function openConnectionModel(
  connection: Connection,
  context: Context,
  options: ModelSourceOptions,
): Promise<Model> {
  const { cwd, env } = context.places
  const scrub = (text: string) => options.scrubber.text(text)
  const identity = { provider: connection.type, scrub }
  if (options.replay !== undefined) {
    return providers.replayModel(new providers.Recordings(resolve(cwd, options.replay)), identity)
  }
  const isLocal = connection.type === "LocalConnection"
  if (isLocal) await fetchModel(context, connection.configs.model || DEFAULT_MODEL, options.report)
  const { connect, ...limits } = callLimits(await configValues(context.places))
  const model = providers.openModel(connection, {
    http: context.shared("http", () => providers.outgoingHttp(env, connect)),
    env,
    scrub,
    limits,
    ...(isLocal && { local: localModels(context) }),
  })
  if (options.record === undefined) return model
  return providers.recordModel(model, new providers.Recordings(resolve(cwd, options.record)), identity)
}

/** See `ModelSource`. What keeps the file from being read will be said by the call itself. */
export async function weightsOf(
  { configs }: Connection,
  context: Context,
  { report, ifThere }: Pick<ModelSourceOptions, "report"> & { ifThere: boolean },
): Promise<string | undefined> {
  const name = configs.model || DEFAULT_MODEL
  try {
    if (!ifThere) await fetchModel(context, name, report)
    return await providers.modelHash(context.places.home, name)
  } catch {
    return undefined
  }
}

/** One source of local models per Millrace: one model in memory, gone when Millrace is closed. */
function localModels(context: Context): providers.LocalSource {
  return context.shared("local models", () => providers.localModels({ home: context.places.home }))
}

/** The default model is fetched at its first use; another one has to be added first. */
async function fetchModel(
  context: Context,
  name: string,
  report: (progress: Progress) => void,
): Promise<void> {
  if (name !== DEFAULT_MODEL) return
  await providers.pullModel(name, { home: context.places.home, progress: (p) => report(setup(name, p)) })
}

function setup(model: string, { phase, done, total }: providers.PullProgress): Progress {
  const steps = {
    engine: "Fetching the engine for local models",
    download: `Fetching the model ${model}`,
    unpack: `Unpacking the model ${model}`,
  }
  return {
    type: "setup",
    step: steps[phase],
    ...(done !== undefined && { done }),
    ...(total !== undefined && { total }),
  }
}

export async function listModels(context: Context): Promise<ModelInfo[]> {
  return (await providers.listModels(context.places.home)).map(info)
}

export async function pullModel(
  context: Context,
  name: string,
  progress?: (progress: Progress) => void,
): Promise<ModelInfo> {
  const { home } = context.places
  return info(await providers.pullModel(name, { home, progress: (p) => progress?.(setup(name, p)) }))
}

export async function addModel(context: Context, file: string, name?: string): Promise<ModelInfo> {
  const { cwd, home } = context.places
  return info(await providers.addModel(resolve(cwd, file), { home, ...(name !== undefined && { name }) }))
}

export async function deleteModel(context: Context, name: string): Promise<void> {
  await providers.deleteModel(name, { home: context.places.home })
}

function info({ name, file, size: bytes }: providers.LocalModel): ModelInfo {
  return { name, file, bytes }
}
