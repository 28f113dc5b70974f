import { appendFileSync, existsSync, mkdirSync } from "node:fs"
import { join } from "node:path"
import { type Experiment, type ExperimentNode, type NodeNeeds, timeStamp } from "@internal/flow"
import { type RunState, toMillraceError } from "@internal/schema"
import type { ExperimentNodeRun, ExperimentRecord, ExperimentStore, NodeRunStatus } from "@internal/store"
import type { Progress } from "../api/execution.ts"
import { runChatGroup } from "./chat-group-node.ts"
import { commandOutputs, runCommandNode } from "./command-node.ts"
import { runFlowNode } from "./flow-node.ts"
import { nodeHash } from "./node-hash.ts"
import type { Ended, NodeScope } from "./node-sources.ts"
import type { NodeWork } from "./node-work.ts"

interface Parts {
  experiment: Experiment
  needs: ReadonlyMap<string, NodeNeeds>
  record: ExperimentRecord
  store: ExperimentStore
  scope: NodeScope & { ended: Map<string, Ended> }
  models: NodeWork["models"]
  report(progress: Progress): void
  signal: AbortSignal
}

/** How a run's state reads as a node's status. */
const STATUS: Record<RunState, NodeRunStatus> = {
  running: "InProgress",
  done: "Completed",
  failed: "Failed",
  crashed: "Failed",
  cancelled: "Canceled",
  interrupted: "Failed",
}

/**
 * One start of an experiment: each node as soon as all that it needs has completed, side by side. A node that completed
 * before with the same definition, code and data is not run again: its run stands for it.
 */
export class Orchestrator {
  readonly #parts: Parts
  // experiments that start in the same millisecond have runs of the same nodes
  readonly #stamp = timeStamp(new Date(), Math.floor(Math.random() * 1000))
  readonly #runs: ExperimentNodeRun[]
  readonly #log: string

  constructor(parts: Parts) {
    this.#parts = parts
    this.#runs = [...parts.record.nodeRuns]
    const logs = join(parts.record.folder, "logs")
    mkdirSync(logs, { recursive: true })
    this.#log = join(logs, `exp.attempt_${parts.record.attempts - 1}.log`)
    this.#say(`Start to execute experiment ${parts.record.name}.`)
  }

  async run(): Promise<void> {
    const { experiment, needs, scope, signal } = this.#parts
    const waiting = new Set(experiment.nodes)
    const running = new Set<Promise<void>>()
    for (;;) {
      for (const node of waiting) {
        const ready = [...(needs.get(node.name)?.nodes ?? [])].every((name) => scope.ended.has(name))
        if (!ready || signal.aborted) continue
        waiting.delete(node)
        const task: Promise<void> = this.#node(node).finally(() => running.delete(task))
        running.add(task)
      }
      if (running.size === 0) break
      await Promise.race(running)
    }
    for (const { name } of waiting) this.#say(`Node ${name} was not run: what it needs did not complete.`)
    this.#say("Experiment terminated.")
  }

  async #node(node: ExperimentNode): Promise<void> {
    const { needs, scope, record } = this.#parts
    const wanted = needs.get(node.name) ?? { data: new Set<string>(), nodes: new Set<string>() }
    const snapshot = nodeHash(node, scope, wanted)
    const known = this.#runs.findLast((run) => run.snapshot === snapshot && run.status === "Completed")
    if (known && (await this.#stillThere(node, known))) {
      await this.#note({ ...known }, { reused: true })
      await this.#ended(node, known.run)
      return
    }
    const run: ExperimentNodeRun = {
      node: node.name,
      run: `${node.name}_attempt${this.#stamp}`,
      status: "InProgress",
      snapshot,
    }
    const folder = join(record.folder, "runs", node.name, run.run)
    mkdirSync(folder, { recursive: true })
    await this.#note(run)
    let error: string | undefined
    try {
      run.status = STATUS[await this.#execute(node, run.run, folder)]
      if (run.status === "Failed") error = await this.#reason(run.run)
    } catch (thrown) {
      run.status = "Failed"
      error = toMillraceError(thrown).message
    }
    await this.#note(run, error === undefined ? {} : { error })
    if (run.status === "Completed") await this.#ended(node, run.run)
  }

  async #execute(node: ExperimentNode, run: string, folder: string): Promise<RunState> {
    const { scope, models, report, signal, record } = this.#parts
    const context = { endpoint: "", attributes: { experiment: record.name } }
    const work: NodeWork = {
      scope,
      run,
      folder,
      environment: { PF_TRACE_CONTEXT: JSON.stringify(context) },
      models,
      report,
      signal,
    }
    switch (node.type) {
      case "flow":
        return runFlowNode(node, work)
      case "command":
        return runCommandNode(node, work)
      case "chat_group":
        return runChatGroup(node, work)
    }
  }

  async #reason(run: string): Promise<string | undefined> {
    const { summary } = await (await this.#parts.scope.context.store()).runs.get(run)
    return (summary.error ?? summary.firstError?.error)?.message
  }

  async #stillThere(node: ExperimentNode, { run }: ExperimentNodeRun): Promise<boolean> {
    const store = await this.#parts.scope.context.store()
    const found = await store.runs.find(run)
    if (!found || node.type !== "command") return found !== undefined
    return [...commandOutputs(node, found.outputPath ?? "").values()].every((path) => existsSync(path))
  }

  async #ended(node: ExperimentNode, name: string): Promise<void> {
    const { scope } = this.#parts
    const run = await (await scope.context.store()).runs.get(name)
    const ended: Ended =
      node.type === "command"
        ? { kind: "command", run, outputs: commandOutputs(node, run.outputPath ?? "") }
        : { kind: "run", run }
    scope.ended.set(node.name, ended)
  }

  /** Keeps and tells what became of a node. */
  async #note(run: ExperimentNodeRun, { reused = false, error }: { reused?: boolean; error?: string } = {}) {
    const { store, record, report } = this.#parts
    if (!this.#runs.includes(run)) this.#runs.push(run)
    await store.recordNodes(record.name, this.#runs)
    this.#say(
      `Node ${run.node}, run ${run.run}: ${run.status}${reused ? " before, not run again" : ""}${error ? `, ${error}` : ""}`,
    )
    report({
      type: "experiment-node",
      node: run.node,
      run: run.run,
      status: run.status,
      reused,
      ...(error !== undefined && { error }),
    })
  }

  #say(text: string): void {
    appendFileSync(this.#log, `${new Date().toISOString()} ${text}\n`)
  }
}
