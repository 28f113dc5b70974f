import { closeSync, fstatSync, openSync, readSync } from "node:fs"
import type { Readable, Writable } from "node:stream"
import { type CallSink, MillraceError, noteCalls, stopsRun, toMillraceError } from "@internal/schema"
import { type AskHandler, answerQuestion, type Caller } from "./answer-question.ts"
import { causeOf, deathHint, type Exit, wasKilled } from "./cause.ts"
import { LineReader } from "./line-reader.ts"
import { readMessage, type WorkerMessage } from "./protocol.ts"
import { readError } from "./read-error.ts"
import { TextStreams } from "./text-streams.ts"

type Result = Extract<WorkerMessage, { type: "result" }>

interface Pending {
  sink: CallSink | undefined
  resolve(result: Result): void
  reject(error: MillraceError): void
}

export interface WorkerOptions {
  pid: number
  incoming: Readable
  outgoing: Writable
  /** File behind the worker's descriptor 2. */
  stderr: string
  ask: AskHandler
  /** Ends the process and everything it started. */
  kill(): void
}

const TAIL_LINES = 12
const TAIL_BYTES = 4096
const OWN_FRAME = /File ".*[\\/]millrace_worker[\\/]/
/** The engine's end of one worker: requests out, results and logs in. */
export class Worker {
  readonly pid: number
  /** Line that the worker serves now, for messages. */
  line: number | null = null
  /** Tools that the worker has; others travel with their first call. */
  readonly tools = new Set<number>()
  /** Models' texts that tools of this line read, by handle. */
  readonly streams = new TextStreams()
  /** Was given something to do, so its death is the tool's doing rather than the start's. */
  used = false
  readonly #options: WorkerOptions
  readonly #pending = new Map<number, Pending>()
  /** By call: reports of model calls that are not in the journal yet, and an answer that was not recorded. */
  readonly #reports = new Map<number, Set<Promise<void>>>()
  readonly #missed = new Map<number, MillraceError>()
  /** Ends what calls have asked for, when they are stopped, and what is left of it at the end of their line. */
  readonly #asking = new Map<number, AbortController>()
  /** Made when the line's code asks for something: most lines ask for nothing, and aborting takes a stack trace. */
  #lineEnd: AbortController | undefined
  readonly #closed = Promise.withResolvers<void>()
  readonly #exited = Promise.withResolvers<Exit>()
  #gone: MillraceError | undefined
  #ended = false
  #next = 1
  #lastStderr = ""
  #drained = 0

  constructor(options: WorkerOptions) {
    this.#options = options
    this.pid = options.pid
    const reader = new LineReader((line) => this.#receive(line))
    options.incoming.on("data", (chunk: Buffer) => reader.push(chunk))
    options.incoming.on("close", () => void this.#close())
    options.incoming.on("error", () => undefined) // a close follows
    options.outgoing.on("error", () => undefined)
    options.incoming.resume()
  }

  get alive(): boolean {
    return this.#gone === undefined && !this.#ended
  }
  get busy(): boolean {
    return this.#pending.size > 0
  }
  /** Settles when the worker can answer no more. */
  get closed(): Promise<void> {
    return this.#closed.promise
  }

  /** Sends `{"type":<type>,"id":<new>,<rest>}`; `rest` is JSON without braces. Answers the id and the outcome. */
  request(type: string, rest: string, sink?: CallSink): { id: number; result: Promise<Result> } {
    const id = this.#next++
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    this.used = true
    if (this.#pending.size === 0) this.#lastStderr = "" // last words are of the calls that run now
    if (this.#gone) reject(this.#gone)
    else {
      this.#pending.set(id, { sink, resolve, reject })
      this.#options.outgoing.write(`{"type":"${type}","id":${id},${rest}}\n`)
    }
    return { id, result: promise }
  }

  send(message: object): void {
    if (this.alive) this.#options.outgoing.write(`${JSON.stringify(message)}\n`)
  }

  /** Tells the code of a call to stop, and ends what it has asked for. */
  cancel(id: number): void {
    this.send({ type: "cancel", id })
    this.#asking.get(id)?.abort()
  }

  /** Nothing is asked for the line any more. */
  lineEnded(): void {
    this.#lineEnd?.abort()
    this.#lineEnd = undefined
    this.#asking.clear()
  }

  /** Lets the worker leave by itself: the end of its stream. */
  end(): void {
    this.#ended = true
    this.#options.outgoing.end()
  }

  kill(): void {
    if (!this.#gone) this.#options.kill()
  }

  /** Reported by whoever owns the process. */
  exited(exit: Exit): void {
    this.#exited.resolve(exit)
  }

  #receive(line: string): void {
    let message: WorkerMessage
    try {
      message = readMessage(line)
    } catch {
      this.#fail(new MillraceError("WORKER_PROTOCOL", { sample: JSON.stringify(line.slice(0, 200)) }))
      this.#options.kill()
      return
    }
    switch (message.type) {
      case "result":
        void this.#settled(message.id, (pending) => pending.resolve(message))
        break
      case "error": {
        const error = readError(message.error)
        if (message.calls.length > 0) noteCalls(error, message.calls)
        void this.#settled(message.id, (pending) => pending.reject(error))
        break
      }
      case "log":
        if (message.stream === "stderr") {
          this.#lastStderr = (this.#lastStderr + message.text).slice(-TAIL_BYTES)
          this.#drained = message.end ?? this.#drained
        }
        this.#pending.get(message.id)?.sink?.log(message.stream, message.text)
        break
      case "delta":
        this.#pending.get(message.id)?.sink?.delta(message.text, message.item)
        break
      case "metric":
        this.#pending.get(message.id)?.sink?.metric(message.name, message.value, message.variant ?? undefined)
        break
      case "ask":
        this.#answer(message)
        break
      case "hello":
        break
    }
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    return pending
  }

  /** Tells a call's outcome when what its code reported of model calls is in the journal. */
  async #settled(id: number, tell: (pending: Pending) => void): Promise<void> {
    const reports = this.#reports.get(id)
    if (reports) await Promise.all(reports)
    this.#reports.delete(id)
    const pending = this.#take(id)
    const missed = this.#missed.get(id)
    this.#missed.delete(id)
    if (!pending) return
    if (missed) pending.reject(missed)
    else tell(pending)
  }

  #answer(question: WorkerMessage & { type: "ask" }): void {
    const answered = this.#ask(question)
    if (question.call === null || !question.kind.startsWith("model-")) return
    const reports = this.#reports.get(question.call) ?? new Set()
    this.#reports.set(question.call, reports.add(answered))
    void answered.then(() => reports.delete(answered))
  }

  async #ask(question: WorkerMessage & { type: "ask" }): Promise<void> {
    const { kind, call } = question
    const answer = await answerQuestion(
      question,
      this.#options.ask,
      this.#caller(call),
      this.streams,
      (thrown) => {
        // Code may catch what it is told; a call that cannot be replayed, kept or paid fails its node all the same.
        const error = toMillraceError(thrown)
        if (call !== null && (kind.startsWith("model-") || stopsRun(error))) this.#missed.set(call, error)
      },
    )
    this.send(answer)
  }

  #caller(call: number | null): Caller {
    // what a generator asked for goes on while another call reads it
    const running = () =>
      (call === null ? undefined : this.#pending.get(call)) ?? this.#pending.values().next().value
    const asking = call === null ? undefined : (this.#asking.get(call) ?? new AbortController())
    if (call !== null && asking) this.#asking.set(call, asking)
    this.#lineEnd ??= new AbortController()
    const end = this.#lineEnd.signal
    return {
      modelCall: (made) => running()?.sink?.modelCall?.(made),
      signal: asking ? AbortSignal.any([asking.signal, end]) : end,
    }
  }

  async #close(): Promise<void> {
    if (this.#pending.size > 0 || !this.#ended) {
      // The end of the stream is seen before the supervisor has reaped the process and said why.
      const patience = AbortSignal.timeout(2000)
      const late = new Promise<undefined>((resolve) =>
        patience.addEventListener("abort", () => resolve(undefined), { once: true }),
      )
      const exit = await Promise.race([this.#exited.promise, late])
      this.#fail(this.#death(exit))
      if (!exit) this.#options.kill()
    }
    this.#ended = true
    this.lineEnded()
    this.#closed.resolve()
  }

  #death(exit: Exit | undefined): MillraceError {
    const tail = this.#stderrTail()
    const cause = causeOf(exit)
    const stderr = tail === "" ? "" : ` Its last words:\n${tail}`
    const data = { line_number: this.line, cause, stderr, hint: deathHint(exit) }
    const [code, how] = wasKilled(exit)
      ? (["WORKER_KILLED", "was killed"] as const)
      : (["WORKER_DIED", "ended"] as const)
    const message = `The Python process of the aggregation nodes ${how} (${cause}).${stderr}`
    return new MillraceError(code, data, this.line === null ? { message } : {})
  }

  /** What was logged, and what reached the file since: a native crash writes there. */
  #stderrTail(): string {
    let written = ""
    try {
      const file = openSync(this.#options.stderr, "r")
      const start = Math.max(this.#drained, fstatSync(file).size - TAIL_BYTES)
      const bytes = Buffer.alloc(TAIL_BYTES)
      written = bytes.toString("utf8", 0, readSync(file, bytes, 0, TAIL_BYTES, start))
      closeSync(file)
    } catch {
      // never written, or removed with the pool
    }
    return lastWords(`${this.#lastStderr}${written}`)
  }

  #fail(error: MillraceError): void {
    this.#gone ??= error
    for (const pending of this.#pending.values()) pending.reject(this.#gone)
    this.#pending.clear()
  }
}

/** The end of what was written; of a crash of the interpreter its start, which names the code that was running. */
function lastWords(text: string): string {
  const crash = text.lastIndexOf("Fatal Python error")
  if (crash < 0) return text.trimEnd().split("\n").slice(-TAIL_LINES).join("\n")
  const lines = text.slice(crash).trimEnd().split("\n")
  return lines
    .filter((line) => !OWN_FRAME.test(line))
    .slice(0, TAIL_LINES)
    .join("\n")
}
