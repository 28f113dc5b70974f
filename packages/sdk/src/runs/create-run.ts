import { basename, resolve } from "node:path"
import { type ExecuteOptions, executeRun, type PreparedPlan, type RunOutcome } from "@internal/engine"
import { defaultMapping, defaultRunName, mappingProblems } from "@internal/flow"
import {
  type ErrorCode,
  errorRecord,
  type Host,
  MillraceError,
  PlanError,
  type RunEnd,
  toMillraceError,
  type Writer,
} from "@internal/schema"
import { currentOwner, openRunFolder, type RunFolder, type RunRecord } from "@internal/store"
import { type Dict, fromPlain } from "@internal/value"
import type { RunInfo, RunOptions } from "../api.ts"
import type { Context } from "../context.ts"
import { DataFiles } from "../data/data-files.ts"
import { LineSource, type RowSource } from "../data/line-source.ts"
import { Execution } from "../flow/execution.ts"
import { WorkHandle } from "../handle.ts"
import { observedWriter } from "../write-events.ts"
import { outputRows } from "./output-rows.ts"
import { runFolderPath } from "./run-folder-path.ts"
import { runInfo } from "./run-info.ts"
import { runStart } from "./run-start.ts"
import { writeSnapshot } from "./snapshot.ts"

const DEFAULT_CONCURRENCY = 16
const PF_CONCURRENCY = 4
const DEFAULT_LINE_TIMEOUT = 600
/** What the original's logs say of a line's nodes (spec 3.3). */
const PF_NODE_CONCURRENCY = 2

/**
 * Starts a batch run (spec 4). What is wrong before there is a run rejects here (no such flow, variant, data, connection,
 * run; a taken name); everything after that is in the run: its state, its error, its lines.
 */
export async function createRun(context: Context, options: RunOptions): Promise<WorkHandle<RunInfo>> {
  const { places } = context
  const store = await context.store()
  const files = options.data === undefined ? undefined : new DataFiles(resolve(places.cwd, options.data))
  const referenced = options.run === undefined ? undefined : await finishedRun(context, options.run)
  if (!files && !referenced) {
    const reason = "A run needs data: give --data, --run or both"
    throw new MillraceError("RUN_INVALID", { reason }, { original: ["UserError", "UserErrorException"] })
  }
  const given = givenMapping(options)
  const concurrency = chosenConcurrency(context, options)
  const relay = new Relay()
  const execution = await Execution.prepare(context, {
    ...options,
    concurrency,
    report: (p) => relay.emit(p),
  })
  const cleanup = new AsyncDisposableStack()
  cleanup.use(execution)
  try {
    const { plan } = execution
    const name =
      options.name ?? defaultRunName(basename(execution.loaded.folder), new Date(), variantOf(execution))
    const slot: Writer = { append: refuse, close: refuse }
    const host = execution.host(slot, (delta) => relay.emit(delta))
    const prepared = await preparedOrRefused(execution, host)
    const outputPath = await runFolderPath(context, { name, flowFolder: execution.loaded.folder })
    const record = await store.runs.create({
      name,
      kind: "batch",
      displayName: displayName(options, name, execution),
      description: options.description ?? null,
      tags: options.tags ?? null,
      properties: {
        ...options.properties,
        ...(options.variant && { node_variant: options.variant }),
        ...(given && { column_mapping: options.columnMapping }),
      },
      flowName: basename(execution.loaded.folder),
      flowPath: execution.loaded.folder,
      data: files?.path ?? null,
      run: referenced?.name ?? null,
      outputPath,
    })
    const stage = (wanted: string) => plan.nodes.filter((node) => node.stage === wanted).length
    const folder = openRunFolder(outputPath, {
      run: name,
      nodes: stage("line"),
      aggregationNodes: stage("aggregation"),
      concurrency: PF_NODE_CONCURRENCY,
      mapped: given !== undefined,
      messageFormat: plan.messageFormat,
    })
    const journal = await store.journal.claim(name, currentOwner())
    const resources = cleanup.move()

    return new WorkHandle<RunInfo>(
      name,
      async (handle) => {
        relay.connect((progress) => handle.emit(progress))
        const { scrubber } = execution
        const listeners = [
          (event: Parameters<RunFolder["event"]>[0]) => folder.event(event),
          handle.emit.bind(handle),
        ]
        Object.assign(slot, observedWriter(journal, { run: name, scrubber, listeners }))
        try {
          await writeSnapshot(outputPath, execution)
          const mapping = defaultMapping(plan.inputs, given)
          const outcome = await withRunEnd(slot, plan, async () => {
            if (prepared instanceof MillraceError) throw prepared
            if (plan.inputs.length === 0) throw new MillraceError("BATCH_WITHOUT_INPUTS")
            const lines = await LineSource.open({
              sources: rowSources(context, files, referenced),
              inputs: plan.inputs,
              mapping,
              strict: places.profile === "pf",
              ...(options.limit !== undefined && { limit: options.limit }),
            })
            handle.emit({
              type: "ready",
              run: name,
              flow: plan.name,
              nodes: plan.nodes.map((node) => node.name),
              lines: lines.count,
              ...(execution.runtime && { runtime: execution.runtime }),
              models: execution.models(),
              concurrency,
            })
            return executeRun(prepared, lines, host, {
              ...limits(context, options),
              start: runStart(plan, { lines: lines.count, mapping, ...(files && { data: files.path }) }),
              concurrency,
              signal: handle.stop,
              drain: handle.drain,
            })
          })
          await slot.close()
          await folder.close()
          await finish(context, record, outcome)
          const ended = await store.runs.get(name)
          if (outcome instanceof MillraceError && isRaised(outcome, places.profile))
            throw execution.told(outcome)
          return runInfo(ended, await store.runs.error(name))
        } finally {
          await slot.close().catch(() => {})
          await resources.disposeAsync()
        }
      },
      options.signal,
    )
  } catch (thrown) {
    await cleanup.disposeAsync()
    throw execution.told(thrown)
  }
}

function refuse(): Promise<never> {
  return Promise.reject(new MillraceError("INTERNAL", { detail: "an event before the run was there" }))
}

/**
 * Mistakes of the graph, the mapping and the data are kept in the run, which is then `Failed`; the original does not
 * raise them. All others are raised too, and those of loading a tool leave no run at all (spec 4.8, seen on the original).
 */
const KEPT_IN_RUN: readonly ErrorCode[] = [
  "FLOW_REFERENCE_UNKNOWN",
  "FLOW_INPUT_UNKNOWN",
  "FLOW_REFERENCE_INVALID",
  "FLOW_CYCLE",
  "NODE_DUPLICATE",
  "FLOW_OUTPUT_EMPTY",
  "FLOW_OUTPUT_UNKNOWN",
  "MAPPING_FAILED",
  "MAPPING_INVALID",
  "DATA_EMPTY",
  "DATA_INVALID",
  "BATCH_WITHOUT_INPUTS",
]
const RAISED_WITH_RUN: readonly ErrorCode[] = [
  "NODE_INPUT_INVALID",
  "NODE_INPUT_NAME_TAKEN",
  "TEMPLATE_SYNTAX",
  "API_NOT_FOUND",
  "CONNECTION_TYPE",
  "TOOL_NOT_FOUND",
  "TOOL_INPUTS_MISSING",
  "TOOL_INPUT_MUST_BE_LITERAL",
]

/** The plan, or why it cannot run though a run is made of it. Rejects with what makes none. */
async function preparedOrRefused(execution: Execution, host: Host): Promise<PreparedPlan | MillraceError> {
  try {
    return await execution.ready(host)
  } catch (thrown) {
    const error = execution.told(thrown)
    if (!KEPT_IN_RUN.includes(error.code) && !RAISED_WITH_RUN.includes(error.code)) throw error
    return error
  }
}

/** A flow's mistakes are all told at once where nobody expects the original's silence. */
function isRaised(error: MillraceError, profile: "millrace" | "pf"): boolean {
  return !KEPT_IN_RUN.includes(error.code) || (profile === "millrace" && error instanceof PlanError)
}

/** What keeps a run that exists from being executed is its end, not the caller's error. */
async function withRunEnd(
  writer: Writer,
  plan: Execution["plan"],
  work: () => Promise<RunOutcome>,
): Promise<RunOutcome | MillraceError> {
  const started = Date.now()
  try {
    return await work()
  } catch (thrown) {
    const error = toMillraceError(thrown)
    const end: RunEnd = {
      type: "run-end",
      status: "failed",
      counts: { done: 0, failed: 0, crashed: 0, cancelled: 0 },
      error: errorRecord(error),
      duration: Date.now() - started,
    }
    await writer.append([runStart(plan, { lines: 0 }), end])
    return error
  }
}

async function finish(
  context: Context,
  record: RunRecord,
  outcome: RunOutcome | MillraceError,
): Promise<void> {
  if (outcome instanceof MillraceError) return
  const store = await context.store()
  const { summary } = await store.runs.get(record.name)
  const { total_tokens, prompt_tokens, completion_tokens } = outcome.usage
  const nodes = Object.entries(summary.nodes).flatMap(([node, counts]) =>
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([status, count]) => [`__pf__.nodes.${node}.${status}`, count] as const),
  )
  const { done, failed, crashed } = outcome.counts
  await store.runs.update(record.name, {
    properties: {
      system_metrics: {
        total_tokens,
        prompt_tokens,
        completion_tokens,
        duration: (summary.duration ?? 0) / 1000,
        ...Object.fromEntries(nodes),
        "__pf__.lines.completed": done,
        "__pf__.lines.failed": failed + crashed,
      },
    },
  })
}

async function finishedRun(context: Context, name: string): Promise<RunRecord> {
  const store = await context.store()
  const run = await store.runs.get(name)
  if (run.state === "done") return run
  throw new MillraceError("RUN_STATUS", {
    name,
    status: runInfo(run, null).status,
    reason: "only a completed run can be evaluated",
  })
}

function givenMapping(options: RunOptions): Dict | undefined {
  if (options.columnMapping === undefined) return undefined
  const mapping = fromPlain(options.columnMapping) as Dict
  const problem = mappingProblems(mapping, []).find((d) => d.severity === "error")
  if (problem)
    throw new MillraceError(problem.code, problem.data, { message: problem.message, hint: problem.hint })
  return mapping
}

function rowSources(
  context: Context,
  files: DataFiles | undefined,
  referenced: RunRecord | undefined,
): RowSource[] {
  const sources: RowSource[] = []
  if (files) sources.push({ name: "data", subject: files.path, rows: () => files.rows() })
  if (!referenced) return sources
  const { name, data } = referenced
  sources.push({ name: "run.outputs", subject: `run ${name}`, rows: () => outputRows(context, name) })
  if (data !== null) {
    const inputs = new DataFiles(data)
    sources.push({ name: "run.inputs", subject: data, rows: () => inputs.rows() })
  }
  return sources
}

function chosenConcurrency(context: Context, options: RunOptions): number {
  const { profile, env } = context.places
  if (options.concurrency !== undefined) return options.concurrency
  const workers = Number.parseInt(env.PF_WORKER_COUNT ?? "", 10)
  if (workers > 0) return workers
  return profile === "pf" ? PF_CONCURRENCY : DEFAULT_CONCURRENCY
}

function limits(context: Context, options: RunOptions): Partial<ExecuteOptions> {
  const { env, profile } = context.places
  const seconds = (name: string) => {
    const value = Number.parseInt(env[name] ?? "", 10)
    return value > 0 ? value : undefined
  }
  const batchTimeout = options.batchTimeout ?? seconds("PF_BATCH_TIMEOUT_SEC")
  return {
    lineTimeout: options.lineTimeout ?? seconds("PF_LINE_TIMEOUT_SEC") ?? DEFAULT_LINE_TIMEOUT,
    ...(batchTimeout !== undefined && { batchTimeout, batchTimeoutIsDone: profile === "pf" }),
  }
}

function variantOf(execution: Execution): { variant: string } {
  return { variant: execution.plan.variant?.variant ?? "variant_0" }
}

/** Macros of spec 4.9. */
function displayName(options: RunOptions, name: string, execution: Execution): string {
  if (options.displayName === undefined) return name
  const now = new Date()
  const two = (n: number) => String(n).padStart(2, "0")
  const timestamp = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}${two(now.getHours())}${two(now.getMinutes())}`
  return options.displayName
    .replaceAll("${run}", options.run ?? "")
    .replaceAll("${timestamp}", timestamp)
    .replaceAll("${variant_id}", variantOf(execution).variant)
}

/** Progress that is told before anyone can listen waits for the handle. */
class Relay {
  #waiting: Parameters<WorkHandle<unknown>["emit"]>[0][] = []
  #to: WorkHandle<unknown>["emit"] | undefined

  emit(progress: Parameters<WorkHandle<unknown>["emit"]>[0]): void {
    if (this.#to) this.#to(progress)
    else this.#waiting.push(progress)
  }

  connect(to: WorkHandle<unknown>["emit"]): void {
    this.#to = to
    for (const progress of this.#waiting.splice(0)) to(progress)
  }
}
