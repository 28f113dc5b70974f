import { AsyncLocalStorage } from "node:async_hooks"
import { pathToFileURL } from "node:url"
import { parentPort } from "node:worker_threads"
import type { FromWorker, ToWorker } from "./messages.ts"
import { pickFunction } from "./pick-function.ts"

type Tool = (...args: unknown[]) => unknown

/** Runs the functions of JavaScript and TypeScript tools: one thread, any number of lines. */
const tools = new Map<string, Promise<Tool>>()
const port = parentPort
if (!port) throw new Error("tool-worker.ts runs as a worker thread only")

const call = new AsyncLocalStorage<number>()
for (const stream of ["stdout", "stderr"] as const) captureWrites(stream)

port.on("message", (message: ToWorker) => void answer(message))

async function answer(message: ToWorker): Promise<void> {
  const { id } = message
  try {
    const value = await call.run(id, async () => joined(await (await load(message.file))(...message.args)))
    send({ id, ok: true, value })
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    send({ id, ok: false, type: error.name, message: error.message, stack: error.stack ?? "" })
  }
}

function load(file: string): Promise<Tool> {
  let tool = tools.get(file)
  if (!tool) {
    tool = import(pathToFileURL(file).href).then((module) => pickFunction(module, file))
    tools.set(file, tool)
  }
  return tool
}

/** A generator's items, joined as text, as the flow's output would be. */
async function joined(value: unknown): Promise<unknown> {
  if (typeof value !== "object" || value === null) return value
  if (!(Symbol.asyncIterator in value) && !isIterator(value)) return value
  let text = ""
  for await (const item of value as AsyncIterable<unknown>) text += String(item)
  return text
}

function isIterator(value: object): boolean {
  return Symbol.iterator in value && "next" in value
}

function send(message: FromWorker): void {
  port?.postMessage(message)
}

/** Text that a tool prints belongs to the call that prints it, also behind an `await`. */
function captureWrites(stream: "stdout" | "stderr"): void {
  process[stream].write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString()
    const id = call.getStore()
    if (id !== undefined && text.trim() !== "") send({ id, stream, text: `[${stamp()}] ${text}` })
    const done = rest.find((item) => typeof item === "function")
    if (done) queueMicrotask(done as () => void)
    return true
  }
}

function stamp(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, "+0000")
}
