import type {
  CallContext,
  ChatRequest,
  CompletionRequest,
  EmbeddingRequest,
  Model,
  ModelDelta,
} from "@internal/schema"
import { fromPlain, toPlain } from "@internal/value"
import { Deadline, TimedOut } from "../http/deadline.ts"
import type { LocalSource } from "../open-model.ts"
import { modelFailed } from "../wire/failure.ts"
import { engineInstalled, engineModules } from "./install-engine.ts"
import { JobQueue } from "./job-queue.ts"
import { ModelChild } from "./model-child.ts"
import { findModel } from "./model-library.ts"
import type { Job, JobEnd } from "./protocol.ts"
import { ensureEngine } from "./pull-model.ts"

export interface LocalOptions {
  /** Folder of models and engine (`MILLRACE_HOME`). */
  home: string
  /** Seconds without a request after which the model leaves memory. Default 120. */
  idleSeconds?: number
  /** Tokens that prompt and answer share. Default 4096, or what the model was trained on if that is less. */
  contextSize?: number
  /** The `node_modules` folder with the engine. Default: that in `home`, fetched if it is not there. */
  engine?: string
}

/** Models of this machine: one in memory at a time, in a process of its own; requests queue. Close it when done. */
export function localModels(options: LocalOptions): LocalSource & AsyncDisposable {
  const queue = new JobQueue()
  const { home, idleSeconds = 120, contextSize = 4096 } = options
  let child: ModelChild | undefined
  let unload: NodeJS.Timeout | undefined

  async function loaded(name: string, signal: AbortSignal): Promise<ModelChild> {
    const file = await findModel(home, name)
    if (child && (child.ended || child.model !== file)) {
      await child.stop()
      child = undefined
    }
    if (!child) {
      if (!options.engine && !(await engineInstalled(home))) await ensureEngine({ home, signal })
      child = new ModelChild({ modules: options.engine ?? engineModules(home), model: file, contextSize })
    }
    return child
  }

  async function stop(): Promise<void> {
    clearTimeout(unload)
    const last = child
    child = undefined
    await last?.stop()
  }

  async function* run(name: string, job: Job, call: CallContext): AsyncGenerator<string, Result> {
    // The time that a request waits for others is not the model's.
    using _turn = await queue.turn(beginning(job), call.signal)
    const reader = new AbortController()
    using deadline = new Deadline(AbortSignal.any([call.signal, reader.signal]), {
      overall: call.timeout ?? 600,
    })
    clearTimeout(unload)
    try {
      const process = await loaded(name, deadline.signal)
      return yield* relay((text) => process.run(job, { text }, deadline.signal), reader)
    } catch (error) {
      if (!(error instanceof TimedOut)) throw error
      throw modelFailed({ class: "APITimeoutError", detail: error.message })
    } finally {
      unload = setTimeout(() => void (queue.idle && stop()), idleSeconds * 1000).unref()
    }
  }

  return {
    open: (name) => modelOf(name, run),
    [Symbol.asyncDispose]: stop,
  }
}

type Result = JobEnd | { vectors: number[][]; tokens: number }
type Run = (name: string, job: Job, call: CallContext) => AsyncGenerator<string, Result>

function modelOf(name: string, run: Run): Model {
  async function* text(
    job: Job,
    request: ChatRequest | CompletionRequest,
    call: CallContext,
  ): AsyncGenerator<ModelDelta> {
    const source = run(name, job, call)
    let whole = ""
    try {
      let step = await source.next()
      for (; !step.done; step = await source.next()) {
        whole += step.value
        if (request.stream || call.live) yield { type: "text", text: step.value }
      }
      if (!request.stream) {
        if (!call.live) yield { type: "text", text: whole }
        if (job.api === "chat") yield { type: "message", message: { role: "assistant", content: whole } }
      }
      // Text jobs end with a JobEnd.
      yield { type: "end", ...(step.value as JobEnd), model: name }
    } finally {
      await source.return(undefined as never)
    }
  }
  return {
    chat: (request, call) => {
      const { messages } = request
      return text({ api: "chat", messages, parameters: plain(request.parameters) }, request, call)
    },
    complete: (request, call) => {
      const { prompt } = request
      return text({ api: "completion", prompt, parameters: plain(request.parameters) }, request, call)
    },
    embed: async (request: EmbeddingRequest, call) => {
      const step = await run(name, { api: "embedding", input: [request.input].flat() }, call).next()
      const { vectors, tokens } = step.value as { vectors: number[][]; tokens: number }
      return {
        vectors,
        usage: { prompt_tokens: tokens, completion_tokens: 0, total_tokens: tokens },
        model: name,
      }
    },
  }
}

/** Parameters without the exact model's boxes, which IPC would turn into something else. */
function plain(parameters: Record<string, unknown>): Record<string, unknown> {
  return toPlain(fromPlain(parameters)) as Record<string, unknown>
}

function beginning(job: Job): string {
  if (job.api === "chat") return JSON.stringify(job.messages)
  return job.api === "completion" ? job.prompt : ""
}

/** Callbacks as a generator. When the reader leaves early the work is cancelled, and has ended when this returns. */
async function* relay<R>(
  work: (text: (text: string) => void) => Promise<R>,
  reader: AbortController,
): AsyncGenerator<string, R> {
  const pieces: string[] = []
  let wake = (): void => {}
  let settled = false
  const done = work((text) => {
    pieces.push(text)
    wake()
  }).finally(() => {
    settled = true
    wake()
  })
  done.catch(() => {})
  try {
    while (true) {
      while (pieces.length > 0) yield pieces.shift() as string
      if (settled) return await done
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  } finally {
    reader.abort()
    await done.catch(() => {})
  }
}
