import { loadavg } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import type {
  EmbeddingContext,
  EngineModule,
  Llama,
  LlamaModel,
  Sequence,
  TemplateModule,
} from "./engine-types.ts"
import type { LoadMessage } from "./protocol.ts"

/** A model in memory, with the one sequence whose evaluated prefix the next request may share. */
export interface LoadedModel {
  engine: EngineModule
  templates: TemplateModule
  llama: Llama
  model: LlamaModel
  sequence: Sequence
  /** Tokens that prompt and answer share. */
  contextSize: number
  /** Made when the first embedding is asked for. */
  embeddings?: Promise<EmbeddingContext>
}

export async function loadModel({
  modules,
  model: modelPath,
  contextSize,
}: LoadMessage): Promise<LoadedModel> {
  const from = (file: string) => import(pathToFileURL(join(modules, file)).href)
  // The files that node-llama-cpp 3.22 and its own dependency export.
  const engine: EngineModule = await from("node-llama-cpp/dist/index.js")
  const templates: TemplateModule = await from("@huggingface/jinja/dist/index.js")
  const llama = await engine.getLlama({ build: "never", gpu: false, logLevel: "error" })
  const model = await llama.loadModel({ modelPath })
  const context = await model.createContext({
    contextSize: Math.min(contextSize, model.trainContextSize || contextSize),
    sequences: 1,
    threads: idleCores(llama.cpuMathCores),
  })
  return {
    engine,
    templates,
    llama,
    model,
    sequence: context.getSequence(),
    contextSize: context.contextSize,
  }
}

/**
 * The engine's threads wait for each other by spinning: with a thread more than there are idle cores, writing is ten times
 * slower than with one fewer [measured: 2.3 against 22.7 tokens/s, two threads against one on two busy cores].
 */
function idleCores(cores: number): number {
  return Math.max(1, Math.min(cores, Math.round(cores - (loadavg()[0] ?? 0))))
}
