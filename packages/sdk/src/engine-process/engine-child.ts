import { encodeEvent, errorRecord, MillraceError, type RunEvent, toMillraceError } from "@internal/schema"
import type { Chat } from "../api/chat.ts"
import type { Handle, Progress } from "../api/execution.ts"
import type { MillraceApi, OpenOptions } from "../api/millrace-api.ts"
import { bulkTest } from "../groups/bulk-test.ts"
import { Millrace } from "../millrace.ts"
import { plainData } from "../plain-data.ts"
import type { FromEngine, ToEngine, WorkOperation, WorkOptions } from "./protocol.ts"

/**
 * An engine's process: it runs what it is told, several works at once, and tells what they tell. Without its parent it
 * ends, unless it holds a run: that goes to its end by itself.
 */
const [, , given = "{}", outlives] = process.argv
const options: OpenOptions = JSON.parse(given)
/** The one used last is the last. */
const chats = new Map<string, Chat>()
/** Each holds its flow's code; the page opens an older one again when it is spoken to. */
const MOST_CHATS = 8
const running = new Map<string, () => void>()
const cancelled = new Set<string>()
/** Works that have not ended, also those that are not running yet. */
let open = 0
let millrace: Promise<Millrace> | undefined

process.on("message", (message: ToEngine) => {
  if (message.type === "start") void work(message)
  else if (running.has(message.id)) running.get(message.id)?.()
  else cancelled.add(message.id)
})
process.on("disconnect", () => {
  if (outlives !== "outlives" || open === 0) void end()
})
send({ type: "ready" })

function send(message: FromEngine): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {}) // the parent may be going
}

async function end(): Promise<void> {
  try {
    for (const chat of chats.values()) await chat[Symbol.asyncDispose]()
    if (millrace) await (await millrace)[Symbol.asyncDispose]()
  } finally {
    process.exit(0)
  }
}

async function work({ id, operation, options: asked }: Extract<ToEngine, { type: "start" }>): Promise<void> {
  open++
  try {
    millrace ??= Millrace.open(options)
    const stop = new AbortController()
    running.set(id, () => stop.abort())
    const api = await millrace
    if (cancelled.delete(id)) stop.abort()
    const started = await operate(operation, api, asked, (progress) => tell(id, progress), stop.signal)
    if (isHandle(started)) {
      running.set(id, () => started.cancel())
      if (stop.signal.aborted) started.cancel()
      for await (const progress of started.events()) tell(id, progress)
      send({ type: "end", id, result: plainData(await started.result) })
    } else send({ type: "end", id, result: plainData(started) })
  } catch (thrown) {
    send({ type: "end", id, error: errorRecord(toMillraceError(thrown)) })
  } finally {
    running.delete(id)
    open--
    if (!process.connected && open === 0) void end()
  }
}

function operate<O extends WorkOperation>(
  operation: O,
  api: MillraceApi,
  asked: WorkOptions[O],
  told: Told,
  stop: AbortSignal,
): unknown {
  return OPERATIONS[operation](api, asked, told, stop)
}

type Told = (progress: Progress) => void

const OPERATIONS: {
  [O in WorkOperation]: (api: MillraceApi, asked: WorkOptions[O], told: Told, stop: AbortSignal) => unknown
} = {
  "flows.test": (api, asked) => api.flows.test(asked),
  "flows.chat": async (api, { chat, ...asked }, told) => {
    const opened = await api.flows.chat(asked, told)
    chats.set(chat, opened)
    const [oldest] = chats
    if (oldest && chats.size > MOST_CHATS) {
      chats.delete(oldest[0])
      void oldest[1][Symbol.asyncDispose]()
    }
    return { chat, history: opened.history }
  },
  "chat.ask": async (_, { chat, message, ...asked }) => {
    const open = chats.get(chat)
    chats.delete(chat)
    if (open && !open.outdated) {
      chats.set(chat, open)
      return open.ask(message, asked)
    }
    await open?.[Symbol.asyncDispose]() // who asks opens it anew, with what was said
    throw new MillraceError("WORK_NOT_FOUND", { id: chat })
  },
  "chat.close": async (_, { chat }) => {
    await chats.get(chat)?.[Symbol.asyncDispose]()
    chats.delete(chat)
  },
  "experiments.test": (api, asked) => api.experiments.test(asked),
  "runs.create": (api, asked) => api.runs.create(asked),
  "runs.bulkTest": (api, asked) => bulkTest(api, asked),
  "runs.estimate": (api, asked) => api.runs.estimate(asked),
  "runs.resume": (api, { name, ...asked }) => api.runs.resume(name, asked),
  "runs.compare": (api, asked) => api.runs.compare(asked),
  "runtimes.create": (api, asked, told, stop) => api.runtimes.create(asked, told, stop),
  "runtimes.check": (api, { name, ...asked }) => api.runtimes.check(name, asked),
  "runtimes.update": (api, { name }, told, stop) => api.runtimes.update(name, told, stop),
  "models.pull": (api, { name }, told) => api.models.pull(name, told),
  "tools.list": (api, asked) => api.tools.list(asked),
  "tools.call": (api, asked) => api.tools.call(asked),
}

function isHandle(started: unknown): started is Handle<unknown> {
  return typeof started === "object" && started !== null && "events" in started && "result" in started
}

const OF_JOURNAL = new Set([
  "run-start",
  "line-start",
  "node-start",
  "node-log",
  "call-end",
  "node-end",
  "node-bypass",
  "node-error",
  "line-end",
  "metric",
  "run-end",
])

function tell(id: string, progress: Progress): void {
  if (OF_JOURNAL.has(progress.type)) {
    const { seq, at, run } = progress as RunEvent
    send({ type: "told", id, journal: { run, seq, at, text: encodeEvent(progress as RunEvent) } })
  } else send({ type: "told", id, event: plainData(progress) as Record<string, unknown> })
}
