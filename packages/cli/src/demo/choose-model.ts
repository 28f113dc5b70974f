import { toMillraceError } from "@internal/schema"
import type { ExecutionOptions, MillraceApi } from "@internal/sdk"
import type { Context } from "../context.ts"
import { SetupView } from "../progress/setup-view.ts"
import type { Sample } from "./sample.ts"

const LOCAL = "smollm2"
/** The local model answers one call at a time: a second line keeps it busy, more would only count their waiting as latency. */
const LOCAL_LINES = 2

export interface DemoModel {
  /** First line of the demo: which model answers, and whether that is replayed. */
  sentence: string
  /** What to think of the figures. */
  honesty: string
  options: Pick<ExecutionOptions, "connection" | "replay">
  /** Lines in flight; undefined for the default. */
  concurrency?: number
}

const WEAK = "The figures are those of a model of 135 million parameters: low, and shown as they are."

/** The connection that is asked for; else the small local model, fetched if need be; else its recorded answers. */
export async function chooseModel(
  api: MillraceApi,
  context: Context,
  wish: { connection?: string | undefined; replay: boolean; sample: Sample },
): Promise<DemoModel> {
  const { connection, replay, sample } = wish
  if (connection !== undefined) {
    const sentence = `Classifying web pages with the models of connection ${connection} (not replayed).`
    return { sentence, honesty: "The figures are those of your model.", options: { connection } }
  }
  const replayed = { honesty: WEAK, options: { replay: sample.recordings } }
  if (replay)
    return {
      ...replayed,
      sentence: `Classifying web pages; replayed: the answers of ${LOCAL} were recorded earlier.`,
    }
  const missing = await fetchModel(api, context)
  if (missing === undefined) {
    return {
      sentence: `Classifying web pages with ${LOCAL}, a small model on this machine (not replayed).`,
      honesty: WEAK,
      options: {},
      concurrency: LOCAL_LINES,
    }
  }
  return {
    ...replayed,
    sentence: `Classifying web pages; replayed: ${LOCAL} could not be fetched (${missing}), so its recorded answers are used.`,
  }
}

/** Why the model is not there; undefined when it is. */
async function fetchModel(api: MillraceApi, { terminal }: Context): Promise<string | undefined> {
  const models = await api.models.list()
  if (models.some((m) => m.name === LOCAL)) return undefined
  const view = new SetupView(terminal)
  try {
    await api.models.pull(LOCAL, (p) => view.on(p))
    return undefined
  } catch (error) {
    const failure = toMillraceError(error)
    if (failure.code !== "MODEL_FETCH_FAILED") throw error
    return failure.message.replace(/\.$/, "")
  } finally {
    view.end()
  }
}
