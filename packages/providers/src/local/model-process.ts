import { type LoadedModel, loadModel } from "./loaded-model.ts"
import { type FromProcess, type Job, JobError, type RunMessage, type ToProcess } from "./protocol.ts"
import { runText } from "./run-job.ts"
import { Cancelled } from "./write-text.ts"

/**
 * The process that holds one model. It is told what to load, then runs one job at a time; the parent queues. It ends with
 * its parent, whichever way that goes.
 */
let loaded: LoadedModel | undefined
const cancelled = new Set<number>()

process.on("message", (message: ToProcess) => {
  if (message.type === "cancel") cancelled.add(message.id)
  else if (message.type === "run") void run(message)
  else void load(message)
})
process.on("disconnect", () => process.exit(0))

function send(message: FromProcess): void {
  process.send?.(message)
}

async function load(message: Extract<ToProcess, { type: "load" }>): Promise<void> {
  try {
    loaded = await loadModel(message)
    send({ type: "ready" })
  } catch (error) {
    send({ type: "load-error", detail: error instanceof Error ? error.message : String(error) })
  }
}

async function run({ id, job }: RunMessage): Promise<void> {
  try {
    if (!loaded) throw new JobError("The model is not loaded.")
    if (job.api === "embedding") return send({ type: "embedding", id, ...(await embed(loaded, job)) })
    const work = {
      get cancelled() {
        return cancelled.has(id)
      },
    }
    const end = await runText(loaded, job, (text) => send({ type: "text", id, text }), work)
    send({ type: "end", id, end })
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    const failure =
      error instanceof JobError
        ? error.failure
        : {
            class: "APIError",
            detail: error instanceof Cancelled ? "cancelled" : `The local model failed: ${detail}`,
          }
    send({ type: "error", id, failure })
  } finally {
    cancelled.delete(id)
  }
}

async function embed(loaded: LoadedModel, { input }: Extract<Job, { api: "embedding" }>) {
  loaded.embeddings ??= loaded.model.createEmbeddingContext({ contextSize: loaded.contextSize })
  const context = await loaded.embeddings
  let tokens = 0
  const vectors: number[][] = []
  for (const text of input) {
    const read = loaded.model.tokenize(text, false)
    if (read.length === 0) throw new JobError("There is no text to embed.")
    tokens += read.length
    vectors.push([...(await context.getEmbeddingFor(read)).vector])
  }
  return { vectors, tokens }
}
