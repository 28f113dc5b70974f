import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeFileSync, writeSync } from "node:fs"
import { join, sep } from "node:path"
import {
  type LineState,
  MillraceError,
  type NodeState,
  newRunSummary,
  type RunEvent,
  reduceLine,
  reduceRun,
} from "@internal/schema"
import { type Dict, fromPlain, parse, type Value } from "@internal/value"
import { bulkRunError, original } from "../bulk-run-error.ts"
import { DataFrameJson } from "./data-frame-json.ts"
import { FileQueue } from "./file-queue.ts"
import { LogFile } from "./log-file.ts"
import { publishImages } from "./output-images.ts"
import { bulkLog, failuresLog, flowLog, type LogContext, logText, progressLog } from "./run-log.ts"
import { dumps, lineRecord, nodeRecord } from "./run-records.ts"
import { SortedLines } from "./sorted-lines.ts"

/** Runs with more lines have no `flow_artifacts`, `node_artifacts` and `flow_logs`. */
export const ARTIFACT_LINES = 20_000
const PROGRESS_MS = 1000
/** Events wait so many milliseconds, and so many of them at the most: the calls of the next lines go out first. */
const WAIT_MS = 20
const MOST_WAITING = 64

export interface RunFolderInfo {
  run: string
  /** Nodes of a line, nodes of the aggregation stage, and nodes of one line that run at once: for the logs. */
  nodes: number
  aggregationNodes: number
  concurrency: number
  async?: LogContext["async"]
  /** Whether the run has a column mapping. */
  mapped: boolean
  messageFormat: string
  flowId?: string
  kind?: LogContext["kind"]
  /** Default: for runs up to `ARTIFACT_LINES` lines. */
  artifacts?: boolean
  /** Told what goes into `logs.txt`, as it is written. */
  onLog?(text: string): void
}

/** The run folder of spec 4.10: what the original leaves on disk, written from the events of a run as they come. */
export interface RunFolder {
  readonly path: string
  /** Takes the next event; never fails, and takes no time. */
  event(event: RunEvent): void
  /** Completes the files. Rejects with `STORE_FAILED` if any could not be written. */
  close(): Promise<void>
}

/** Makes the folder; an existing one is written over. */
export function openRunFolder(path: string, info: RunFolderInfo): RunFolder {
  try {
    return new FolderWriter(path, info)
  } catch (error) {
    throw unwritable(path, error)
  }
}

function nineDigits(number: number): string {
  return String(number).padStart(9, "0")
}

class FolderWriter implements RunFolder {
  readonly path: string
  readonly #info: RunFolderInfo
  readonly #context: LogContext
  readonly #summary = newRunSummary()
  readonly #lines = new Map<number | null, LineState>()
  readonly #lineLogs = new Map<number, string>()
  readonly #failed: number[] = []
  /** By node. */
  readonly #nodeFolders = new Map<string, string>()
  /** Folders of nodes that an earlier attempt has left. */
  readonly #leftFolders: readonly string[]
  readonly #artifactFolder: string
  readonly #logFolder: string
  readonly #files = new FileQueue()
  readonly #log: LogFile
  readonly #inputs: SortedLines
  readonly #outputs: SortedLines
  readonly #flowOutputs: SortedLines
  readonly #errors: SortedLines
  readonly #inputFrame = new DataFrameJson()
  readonly #outputFrame = new DataFrameJson()
  #waiting: RunEvent[] = []
  #failure: unknown
  #closed: Promise<void> | undefined
  #progressAt = 0
  #ended = 0

  constructor(path: string, info: RunFolderInfo) {
    this.path = path
    this.#info = info
    this.#context = { ...info, result: false }
    for (const folder of ["flow_artifacts", "flow_logs", "flow_outputs", "node_artifacts"]) {
      mkdirSync(join(path, folder), { recursive: true })
    }
    this.#leftFolders = readdirSync(join(path, "node_artifacts")).map((name) =>
      join(path, "node_artifacts", name, sep),
    )
    this.#artifactFolder = join(path, "flow_artifacts", sep)
    this.#logFolder = join(path, "flow_logs", sep)
    writeFileSync(join(path, "meta.json"), '{"batch_size": 1}')
    this.#log = new LogFile(join(path, "logs.txt"), info.onLog)
    this.#inputs = new SortedLines(join(path, "inputs.jsonl"))
    this.#outputs = new SortedLines(join(path, "outputs.jsonl"))
    this.#flowOutputs = new SortedLines(join(path, "flow_outputs", "output.jsonl"))
    this.#errors = new SortedLines(join(path, "error.json"))
  }

  event(event: RunEvent): void {
    this.#waiting.push(event)
    if (this.#waiting.length === 1) setTimeout(() => this.#catchUp(), WAIT_MS).unref()
    else if (this.#waiting.length >= MOST_WAITING) this.#catchUp()
  }

  #catchUp(): void {
    const events = this.#waiting
    this.#waiting = []
    if (this.#failure !== undefined) return
    try {
      for (const event of events) this.#take(event)
    } catch (error) {
      this.#failure = error
    }
  }

  #take(event: RunEvent): void {
    reduceRun(this.#summary, event)
    this.#log.add(bulkLog(event, this.#summary, this.#info))
    if (event.type === "run-end") this.#closingLog(event.at)
    if (!("line" in event) || event.type === "metric") return
    const line = reduceLine(this.#lines.get(event.line), event)
    if (line) this.#lines.set(event.line, line)
    if (this.#hasArtifacts() && event.line !== null) this.#lineLog(event, event.line)
    if (event.type === "line-end" && event.line !== null && line) this.#endLine(line, event.line, event.at)
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    this.#catchUp()
    try {
      if (this.#failure !== undefined) throw this.#failure
      const aggregation = this.#lines.get(null)
      if (aggregation) this.#nodeRecords(aggregation)
      // a run that ended before its first line has no results
      if (this.#ended > 0 || !this.#summary.error) this.#results()
      this.#errorFile()
      this.#log.close()
    } catch (error) {
      this.#failure ??= error
    }
    // its thread ends in any case: it would keep the process
    await this.#files.close().catch((error: unknown) => {
      this.#failure ??= error
    })
    if (this.#failure !== undefined) throw unwritable(this.path, this.#failure)
  }

  #endLine(line: LineState, number: number, at: number): void {
    this.#lines.delete(number)
    this.#ended++
    // inputs that were refused are null: such a line has no row
    const inputs = line.inputs?.value
    if (inputs instanceof Map) this.#inputs.add(number, this.#inputFrame.row(inputs))
    if (line.status === "done" && line.outputs) {
      const outputs = asDict(line.outputs.value)
      const published = line.outputs.text.includes("flow_artifacts")
        ? (publishImages(outputs, this.path) as Dict)
        : outputs
      const numbered: Dict = new Map([["line_number", number], ...published])
      this.#flowOutputs.add(number, dumps(numbered.set("line_number", number))) // an output of that name gives way
      const withNumber: Dict = new Map([...outputs, ["line_number", number]])
      this.#outputs.add(number, this.#outputFrame.row(withNumber))
    } else if (line.error) {
      this.#failed.push(number)
      const error = fromPlain(original(line.error))
      this.#errors.add(
        number,
        dumps(
          new Map<string, Value>([
            ["line_number", number],
            ["error", error],
          ]),
        ),
      )
    }
    if (this.#hasArtifacts()) this.#artifacts(line, number)
    if (at - this.#progressAt >= PROGRESS_MS) {
      this.#progressAt = at
      this.#log.add(progressLog(at, this.#summary))
    }
  }

  #artifacts(line: LineState, number: number): void {
    const name = nineDigits(number)
    this.#files.add(`${this.#artifactFolder}${name}_${name}.jsonl`, lineRecord(line, this.#context))
    this.#files.add(`${this.#logFolder}${name}.log`, this.#lineLogs.get(number) ?? "")
    this.#lineLogs.delete(number)
    this.#nodeRecords(line)
  }

  #nodeRecords(line: LineState): void {
    if (!this.#hasArtifacts() || (this.#info.kind ?? "dag") !== "dag") return
    const name = `${nineDigits(line.line ?? 0)}.jsonl`
    const written = new Set<string>()
    for (const node of line.nodes.values()) {
      if (node.status === "running") continue
      const folder = this.#nodeFolder(node)
      written.add(folder)
      this.#files.add(`${folder}${name}`, nodeRecord(node, line.line, this.#context))
    }
    // this attempt may have ended before nodes that an earlier one had reached
    if (line.line === null || line.attempt === 1) return
    for (const folder of this.#leftFolders)
      if (!written.has(folder)) rmSync(`${folder}${name}`, { force: true })
  }

  #nodeFolder(node: NodeState): string {
    let folder = this.#nodeFolders.get(node.node)
    if (folder === undefined) {
      // a name must not lead out of the folder
      folder = join(this.path, "node_artifacts", node.node.replace(/[/\\]|^\.+$/g, "_"), sep)
      mkdirSync(folder, { recursive: true })
      this.#nodeFolders.set(node.node, folder)
    }
    return folder
  }

  #lineLog(event: RunEvent, line: number): void {
    const entries = flowLog(event, this.#context)
    if (entries.length === 0) return
    const text = entries.map(logText).join("")
    this.#lineLogs.set(line, (this.#lineLogs.get(line) ?? "") + text)
  }

  #closingLog(at: number): void {
    this.#log.add(progressLog(at, this.#summary))
    this.#log.add(failuresLog(at, this.#summary, this.#failed))
  }

  #results(): void {
    this.#inputs.close(rewriterOf(this.#inputFrame))
    this.#outputs.close(rewriterOf(this.#outputFrame), "\n") // pandas writes an empty table so
    this.#flowOutputs.close()
    const metrics: Dict = new Map(
      Object.entries(this.#summary.metrics).map(([name, json]) => [name, json.value]),
    )
    writeFileSync(join(this.path, "metrics.json"), dumps(metrics))
  }

  /** The errors of lines are read from where they wait, so that a million of them fit. */
  #errorFile(): void {
    const path = join(this.path, "error.json")
    const record = bulkRunError(this.#summary, [])
    if (!record) {
      this.#errors.discard()
      rmSync(path, { force: true }) // an earlier attempt may have left one
      return
    }
    const text = dumps(fromPlain(record))
    const start = text.indexOf(ERRORS_START) + ERRORS_START.length
    const file = openSync(path, "w")
    try {
      writeSync(file, text.slice(0, start))
      let separator = ""
      for (const failure of this.#errors.texts()) {
        writeSync(file, separator + failure)
        separator = ", "
      }
      if (text[start] !== "]") writeSync(file, separator)
      writeSync(file, text.slice(start))
    } finally {
      closeSync(file)
      this.#errors.discard()
    }
  }

  #hasArtifacts(): boolean {
    return this.#info.artifacts ?? (this.#summary.lines ?? this.#ended) <= ARTIFACT_LINES
  }
}

/** Quotes inside a text are escaped, so that this is found where the list begins and nowhere before. */
const ERRORS_START = '"additionalInfo": [{"type": "BulkRunErrors", "info": {"errors": ['

function asDict(value: Value): Dict {
  return value instanceof Map ? value : new Map([["output", value]])
}

function rewriterOf(frame: DataFrameJson): ((text: string) => string) | undefined {
  const rewrite = frame.rewriter()
  return rewrite && ((text) => rewrite(asDict(parse(text))))
}

function unwritable(path: string, error: unknown): MillraceError {
  const reason = error instanceof Error ? error.message : String(error)
  const hint = "Check the disk and the permissions."
  return new MillraceError(
    "STORE_FAILED",
    { subject: `The run folder ${path}`, reason, hint },
    { cause: error },
  )
}
