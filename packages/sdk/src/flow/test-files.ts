import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import {
  type LineState,
  newRunSummary,
  type Plan,
  type RunEvent,
  reduceLine,
  reduceRun,
} from "@internal/schema"
import { type DetailFiles, detailFiles, flowLog, type LogContext, logText } from "@internal/store"
import { runsAsync } from "./runs-async.ts"

/** Nodes of one line that run at once, as the original's log of a test says. */
const NODE_CONCURRENCY = 16

export interface TestSubject {
  run: string
  plan: Plan
  /** The node that is run alone. */
  node?: string
}

/** The record of a test while it goes on: the fold of its events, and the text of its log. */
export class TestRecord {
  readonly #subject: TestSubject
  readonly #context: LogContext
  readonly #aloneId = crypto.randomUUID()
  readonly #onLog: (text: string) => void
  #summary = newRunSummary()
  #line: LineState | undefined
  #aggregation: LineState | undefined
  #log = ""

  constructor(subject: TestSubject, onLog: (text: string) => void) {
    const { run, plan, node } = subject
    const stage = (name: string) => plan.nodes.filter((n) => n.stage === name).length
    this.#subject = subject
    this.#onLog = onLog
    this.#context = {
      run,
      result: true,
      messageFormat: plan.messageFormat,
      kind: plan.kind,
      nodes: stage("line"),
      aggregationNodes: stage("aggregation"),
      concurrency: NODE_CONCURRENCY,
      async: runsAsync(plan),
      ...(node !== undefined && { alone: this.#alone(node) }),
    }
  }

  #alone(node: string): { id: string; reduces: boolean } {
    const planned = this.#subject.plan.nodes.find((n) => n.name === node)
    return { id: this.#aloneId, reduces: planned?.stage === "aggregation" }
  }

  get usage(): LineState["usage"] {
    return this.#summary.usage
  }

  add(event: RunEvent): void {
    this.#summary = reduceRun(this.#summary, event)
    for (const entry of flowLog(event, this.#context)) {
      const text = logText(entry)
      this.#log += text
      this.#onLog(text)
    }
    if (!("line" in event) || event.type === "metric") return
    if (event.line === null) this.#aggregation = reduceLine(this.#aggregation, event)
    else this.#line = reduceLine(this.#line, event)
  }

  /** Text of `flow.detail.json`. */
  details(): string {
    return this.#files().detail
  }

  #files(): DetailFiles {
    const { run, plan, node } = this.#subject
    return detailFiles({
      run,
      summary: this.#summary,
      line: this.#line,
      ...(this.#aggregation && { aggregation: this.#aggregation }),
      messageFormat: plan.messageFormat,
      flowId: plan.id,
      kind: plan.kind,
      ...(node !== undefined && { alone: this.#alone(node) }),
    })
  }

  /**
   * Writes `flow.detail.json` and its siblings (spec 3.9, 3.10). In a chat they have another prefix, a turn without details
   * leaves the last one's, and the log goes on.
   */
  write(
    folder: string,
    chat?: { prefix: string; log: string[]; details: boolean },
    { details = true }: { details?: boolean } = {},
  ): void {
    const { plan, node } = this.#subject
    const files = this.#files()
    const variant = plan.variant ? `flow-${plan.variant.node}-${plan.variant.variant}` : "flow"
    const prefix = chat?.prefix ?? (node === undefined ? variant : `flow-${node}.node`)
    const log = node === undefined ? "flow.log" : `${node}.node.log`
    mkdirSync(folder, { recursive: true })
    chat?.log.push(this.#log)
    writeFileSync(join(folder, log), chat ? chat.log.join("") : this.#log)
    if (!details || chat?.details === false) return
    writeFileSync(join(folder, `${prefix}.detail.json`), files.detail)
    if (files.output !== undefined) writeFileSync(join(folder, `${prefix}.output.json`), files.output)
    if (files.metrics !== undefined) writeFileSync(join(folder, `${prefix}.metrics.json`), files.metrics)
  }
}
