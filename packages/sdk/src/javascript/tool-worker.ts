import { AsyncLocalStorage } from "node:async_hooks"
import { pathToFileURL } from "node:url"
import { parentPort, workerData } from "node:worker_threads"
import { captureChildren } from "./child-output.ts"
import { joined } from "./joined.ts"
import { BEGUN, CLOSED, type FromWorker, type ToWorker } from "./messages.ts"
import { pickFunction } from "./pick-function.ts"
import { NotMade, runEntry } from "./run-entry.ts"

type Call = Extract<ToWorker, { id: number }>
type Tool = (...args: unknown[]) => unknown

/** Runs the functions of JavaScript and TypeScript tools: one thread, any number of lines. */
const tools = new Map<string, Promise<Tool>>()
const port = parentPort
if (!port) throw new Error("tool-worker.ts runs as a worker thread only")

const shared = workerData as Int32Array
const call = new AsyncLocalStorage<number>()
for (const stream of ["stdout", "stderr"] as const) captureWrites(stream)
captureChildren()
keepOthers()

port.on("message", (message: ToWorker) => {
  if ("ping" in message) send({ pong: true })
  else void answer(message)
})

async function answer(message: Call): Promise<void> {
  const { id } = message
  Atomics.store(shared, BEGUN, id)
  if (Atomics.load(shared, CLOSED) === 1) return send({ id, left: true })
  try {
    const value = await call.run(id, async () => run(message))
    send({ id, ok: true, value })
  } catch (thrown) {
    fail(id, thrown)
  }
}

function fail(id: number, thrown: unknown): void {
  const made = !(thrown instanceof NotMade)
  const cause = thrown instanceof NotMade ? thrown.cause : thrown
  const error = cause instanceof Error ? cause : new Error(String(cause))
  send({ id, ok: false, type: error.name, message: error.message, stack: error.stack ?? "", made })
}

/**
 * The thread serves other lines too, and the process is the engine's: a call that ends either ends itself, and so does one
 * that throws where nobody waits for it.
 */
function keepOthers(): void {
  const { exit, kill } = process
  const given = (said: string): undefined => {
    const id = call.getStore()
    if (id === undefined) return undefined
    const error = new Error(`the tool called process.${said}`)
    fail(id, error)
    throw error
  }
  process.exit = (code) => given(`exit(${code ?? ""})`) ?? exit(code)
  process.kill = (pid, signal) => {
    if ((pid === process.pid || pid === 0) && signal !== 0)
      given(`kill of its own process (${signal ?? "SIGTERM"})`)
    return kill.call(process, pid, signal)
  }
  process.on("uncaughtException", (thrown) => {
    const id = call.getStore()
    if (id !== undefined) fail(id, thrown)
    else process.stderr.write(`${thrown instanceof Error ? thrown.stack : String(thrown)}\n`)
  })
}

async function run({ file, args, entry }: Call): Promise<unknown> {
  if (!entry) return joined(await (await load(file))(...args))
  return runEntry(entry, await import(pathToFileURL(file).href), { file, args })
}

function load(file: string): Promise<Tool> {
  let tool = tools.get(file)
  if (!tool) {
    tool = import(pathToFileURL(file).href).then((module) => pickFunction(module, file))
    tools.set(file, tool)
  }
  return tool
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
