import { type ChildProcess, spawn } from "node:child_process"
import type { Readable, Writable } from "node:stream"
import { MillraceError } from "@internal/schema"
import { type AnswerMessage, type AskHandler, answerQuestion } from "./answer-question.ts"
import { causeOf, type Exit, signalNumber } from "./cause.ts"
import { LineReader } from "./line-reader.ts"
import type { Platform } from "./platform.ts"
import {
  parseHead,
  type QuestionMessage,
  type StartMessage,
  type SupervisorCommand,
  type SupervisorMessage,
} from "./protocol.ts"
import { TextStreams } from "./text-streams.ts"

export interface ProcessOptions {
  interpreter: string
  /** Folder of the Python side. */
  worker: string
  /** Working directory. */
  folder: string
  environment: NodeJS.ProcessEnv
  platform: Platform
  /** Without the user's site: for reading sources only, which imports nothing of theirs. Starts in a third of the time. */
  isolated?: boolean | undefined
  onOutput?: ((stream: "stdout" | "stderr", text: string) => void) | undefined
}

const OLDEST = [3, 9] as const

/** Starts `python <worker> …args` in the flow folder with the protocol on descriptors 3 (to it) and 4 (from it). */
export function startPython(options: ProcessOptions, args: string[]): PythonProcess {
  const child = spawn(
    options.interpreter,
    [...(options.isolated ? ["-E", "-S"] : []), options.worker, ...args],
    {
      cwd: options.folder,
      env: options.environment,
      stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
      detached: options.platform.detached,
      windowsHide: true,
    },
  )
  return new PythonProcess(child, options)
}

/** A Python process of ours: its streams, its end, its last words. */
export class PythonProcess {
  readonly child: ChildProcess
  readonly outgoing: Writable
  readonly incoming: Readable
  readonly exited: Promise<Exit>
  #stderr = ""
  #failure: string | undefined

  constructor(child: ChildProcess, options: ProcessOptions) {
    this.child = child
    this.outgoing = child.stdio[3] as Writable // piped by startPython
    this.incoming = child.stdio[4] as Readable // likewise
    this.outgoing.on("error", () => undefined) // the exit says why
    this.incoming.on("error", () => undefined)
    for (const name of ["stdout", "stderr"] as const) {
      child[name]?.setEncoding("utf8").on("data", (text: string) => {
        if (name === "stderr") this.#stderr = (this.#stderr + text).slice(-4000)
        options.onOutput?.(name, text)
      })
    }
    this.exited = new Promise((resolve) => {
      child.once("error", (error) => {
        this.#failure = error.message
        resolve({ code: null, signal: null })
      })
      child.once("exit", (code, signal) => resolve({ code, signal: signalNumber(signal) }))
    })
  }

  send(message: StartMessage | SupervisorCommand | AnswerMessage): void {
    this.outgoing.write(`${JSON.stringify(message)}\n`)
  }

  kill(): void {
    killGroup(this.child.pid)
  }

  /** Why the process ended, with what it wrote last. */
  reason(exit: Exit): string {
    if (this.#failure !== undefined) return this.#failure
    const words = this.#stderr.trim()
    return `it ended (${causeOf(exit)})${words === "" ? "" : `: ${words.split("\n").slice(-12).join("\n")}`}`
  }
}

export function startFailure(reason: string): MillraceError {
  return new MillraceError("WORKER_START_FAILED", {
    reason,
    hint: "See what this machine has: millrace doctor",
  })
}

/** Ends a process that leads a group, and the group. */
export function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  for (const target of process.platform === "win32" ? [pid] : [-pid, pid]) {
    try {
      process.kill(target, "SIGKILL")
      return
    } catch {
      // no such group (any more)
    }
  }
}

/** The warmed process that imports tools and forks workers. */
export class Supervisor {
  readonly process: PythonProcess
  readonly ready: Promise<number[]>
  /** Tools that it has imported, by place: workers forked from now on have them. */
  readonly loaded = new Set<number>()
  /** Set when the process ended, for whatever reason. */
  exit: Exit | undefined
  readonly #listeners = new Set<(message: SupervisorMessage) => void>()
  readonly #ask: AskHandler
  readonly #streams = new TextStreams()
  readonly #gone = new AbortController()

  constructor(options: ProcessOptions, start: StartMessage, ask: AskHandler) {
    this.#ask = ask
    this.process = startPython(options, [])
    const reader = new LineReader((line) => this.#receive(line))
    this.process.incoming.on("data", (chunk: Buffer) => reader.push(chunk))
    this.process.send(start)
    void this.process.exited.then((exit) => {
      this.exit = exit
      this.#gone.abort()
    })
    this.ready = this.#ready(options.interpreter)
    this.ready.catch(() => undefined) // whoever needs it awaits it
  }

  listen(listener: (message: SupervisorMessage) => void): Disposable {
    this.#listeners.add(listener)
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) }
  }

  send(command: SupervisorCommand): void {
    this.process.send(command)
  }

  async #ready(interpreter: string): Promise<number[]> {
    const { promise, resolve } = Promise.withResolvers<number[]>()
    using _listening = this.listen((message) => {
      if (message.type === "ready") resolve(message.python)
    })
    const outcome = await Promise.race([promise, this.process.exited])
    if (!Array.isArray(outcome)) {
      const hint = `Check that ${interpreter} is Python 3.9 or later: ${interpreter} --version`
      throw new MillraceError("WORKER_START_FAILED", { reason: this.process.reason(outcome), hint })
    }
    const [major = 0, minor = 0] = outcome
    if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
      throw new MillraceError("WORKER_START_FAILED", {
        reason: `${interpreter} is Python ${outcome.join(".")}, and 3.9 is the oldest that works`,
        hint: "Use a newer Python: millrace runtime create --python 3.12, or a .venv in the flow folder.",
      })
    }
    return outcome
  }

  #receive(line: string): void {
    let message: SupervisorMessage
    try {
      message = parseHead(line)
    } catch {
      this.process.kill()
      return
    }
    if (message.type === "ask") void this.#answer(message)
    else for (const listener of [...this.#listeners]) listener(message)
  }

  /** What modules ask while they are imported. */
  async #answer(question: QuestionMessage): Promise<void> {
    const caller = { modelCall: () => {}, signal: this.#gone.signal }
    this.process.send(await answerQuestion(question, this.#ask, caller, this.#streams))
  }
}
