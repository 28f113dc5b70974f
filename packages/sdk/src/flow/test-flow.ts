import { mkdirSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { executeNode, executeRun, type LineOutcome, type OutputFeed } from "@internal/engine"
import { castInputs, chatHistoryInput, resolveNodeInputs } from "@internal/flow"
import { errorRecord, MillraceError, type Plan, type Writer } from "@internal/schema"
import { currentOwner } from "@internal/store"
import { type Dict, fromPlain, type Json, repr, type Value } from "@internal/value"
import type { TestOptions, TestResult } from "../api/flows.ts"
import type { Context } from "../context.ts"
import type { WorkHandle } from "../handle.ts"
import { type ImagePlace, type ImagePlaces, outputPlace, testPlaces } from "../media/image-places.ts"
import { ImageKeeper } from "../media/persist-images.ts"
import { fingerprint } from "../runs/fingerprint.ts"
import { runStart } from "../runs/run-start.ts"
import { wholeNumber } from "../whole-number.ts"
import { maskError, observedWriter } from "../write-events.ts"
import { Execution } from "./execution.ts"
import { loadFlow, testFolder } from "./load-flow.ts"
import { partInputs } from "./part-of-flow.ts"
import { TestRecord } from "./test-files.ts"

/** Runs one line of a flow, or one node (spec 3.9, 3.10), keeps it in the journal, and writes the details beside the flow. */
export async function testFlow(
  context: Context,
  options: TestOptions,
  handle: WorkHandle<TestResult>,
): Promise<TestResult> {
  try {
    return await executeTest(context, options, handle)
  } catch (thrown) {
    leaveEmptyLog(context, options)
    throw thrown
  }
}

/** A test that was refused leaves an empty log, so that nobody takes the last test's for its own (as the original). */
function leaveEmptyLog(context: Context, { flow, node, output }: TestOptions): void {
  if (output === false) return
  try {
    using loaded = loadFlow(flow, context.places.cwd)
    const folder = resolve(context.places.cwd, output ?? testFolder(loaded))
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, node === undefined ? "flow.log" : `${node}.node.log`), "")
  } catch (thrown) {
    if (!(thrown instanceof MillraceError)) throw thrown // there is no flow to leave it at
  }
}

async function executeTest(
  context: Context,
  options: TestOptions,
  handle: WorkHandle<TestResult>,
): Promise<TestResult> {
  const report = handle.emit.bind(handle)
  await using execution = await Execution.prepare(context, {
    cache: context.places.profile === "pf" ? "off" : "default",
    ...options,
    concurrency: 1,
    interactive: true,
    report,
  })
  try {
    return await testPrepared(context, execution, options, handle)
  } catch (thrown) {
    throw execution.told(thrown)
  }
}

/** What a turn of a chat has otherwise than a test. */
export interface TestManner {
  /** Models write as they think (spec 3.11). Default false. */
  streaming?: boolean
  /** How the names of the files begin, and what is before this test in its log. Only a test that is done leaves details. */
  chat?: { prefix: string; log: string[] }
  /** Of a flow that code calls: nothing is kept, and secrets among the outputs stay readable. */
  called?: { ended(record: TestRecord): void; outputs?: OutputFeed }
}

/** A test of a flow that is read, planned and warm. */
export async function testPrepared(
  context: Context,
  execution: Execution,
  options: Pick<TestOptions, "inputs" | "node" | "nodes" | "output" | "details" | "properties">,
  handle: Pick<WorkHandle<unknown>, "name" | "emit" | "stop">,
  { streaming = false, chat, called }: TestManner = {},
): Promise<TestResult> {
  const report = handle.emit.bind(handle)
  await execution.check()
  const { plan, scrubber } = execution
  const given = fromPlain(options.inputs ?? {}) as Dict
  const { inputs, unused } = await givenInputs(execution, given, options, report)
  const name = handle.name
  const kept = called ? NOWHERE : await registered(context, execution, name, options)
  const record = new TestRecord(
    { run: name, plan, ...(options.node !== undefined && { node: options.node }) },
    (text) => context.places.profile === "pf" && report({ type: "log", text }),
  )
  const images = new ImageKeeper(execution.images, plan.messageFormat, { wholeTexts: true })
  const { records, answer } = imagePlaces(
    context,
    execution,
    options.details === false ? false : options.output,
  )
  const writer = observedWriter(kept, {
    run: name,
    scrubber,
    listeners: [(event) => record.add(event), report],
    kept: (event) => images.event(event, records),
  })
  const started = Date.now()
  try {
    const host = execution.host(writer, report)
    const prepared = await execution.ready(host, options.node)
    report({
      type: "ready",
      run: name,
      flow: plan.name,
      nodes: options.node ? [options.node] : plan.nodes.map((node) => node.name),
      lines: 1,
      ...(execution.runtime && { runtime: execution.runtime }),
      models: execution.models(),
      concurrency: 1,
    })
    const unseen = execution.unseen()
    const outcome: Outcome = options.node
      ? await executeNode(prepared, options.node, inputs, host, handle.stop)
      : await wholeFlow(prepared, inputs, host, {
          run: name,
          stop: handle.stop,
          env: execution.environment,
          streaming,
          ...(called?.outputs && { feed: called.outputs }),
        })
    await writer.close()
    // a node's output is shown as its record has it, a flow's with files of its own (seen on the original)
    const shown =
      outcome.output &&
      (options.node === undefined ? images.outputs(outcome.output, answer) : images.recorded(outcome.output))
    const output = shown === undefined ? null : (called ? shown : scrubber.value(shown)).value
    called?.ended(record)
    const printed = outcome.printed === undefined ? undefined : scrubber.text(outcome.printed)
    const result: TestResult = {
      status: outcome.status,
      output,
      ...(printed !== undefined && { printed }),
      metrics: Object.fromEntries(
        Array.from(outcome.metrics, ([name, json]) => [scrubber.text(name), scrubber.value(json).value]),
      ),
      ...(outcome.error && { error: maskError(errorRecord(outcome.error), scrubber) }),
      duration: Date.now() - started,
      usage: record.usage,
      unknownInputs: unused,
      warnings: [
        ...plan.diagnostics.filter((d) => d.severity === "warning").map((d) => d.message),
        ...(unseen === undefined ? [] : [unseen]),
      ],
    }
    if (options.output !== false) {
      const folder = resolve(context.places.cwd, options.output ?? testFolder(execution.loaded))
      try {
        record.write(
          folder,
          chat && { ...chat, details: result.status === "done" },
          options.nodes ? { details: false } : options,
        )
      } catch (thrown) {
        const reason = (thrown as Error).message
        const hint = "Check the disk and the permissions."
        if (options.output !== undefined)
          throw new MillraceError("STORE_FAILED", { subject: folder, reason, hint }, { cause: thrown })
        // nobody has asked for them: a flow in a folder that cannot be written to can be tried all the same
        result.warnings.push(`The details of this test are not kept: ${reason}.`)
      }
    }
    return result
  } finally {
    await writer.close().catch(() => {})
  }
}

/** What a test runs with. A missing connection or a failing constructor is told before a missing input, as the original does. */
async function givenInputs(
  execution: Execution,
  given: Dict,
  { node, nodes }: Pick<TestOptions, "node" | "nodes">,
  report: WorkHandle<unknown>["emit"],
): Promise<{ inputs: Dict; unused: string[] }> {
  try {
    if (node) return nodeInputs(execution, node, given)
    return flowInputs(execution, nodes ? partInputs(execution.plan, given) : given)
  } catch (refused) {
    await execution.ready(execution.host(NOWHERE, report), node)
    throw refused
  }
}

const NOWHERE: Writer = { append: async () => {}, close: async () => {} }

/** The journal's writer of a new test. */
async function registered(
  context: Context,
  { plan, loaded }: Execution,
  name: string,
  { node, nodes, properties }: Pick<TestOptions, "node" | "nodes" | "properties">,
): Promise<Writer> {
  const store = await context.store()
  await store.runs.create({
    name,
    kind: "test",
    flowName: plan.name,
    flowPath: loaded.folder,
    properties: {
      ...properties,
      ...(node ? { node } : nodes && { nodes }),
      ...(plan.kind === "prompty" && { prompty: loaded.file }), // its folder may have others
    },
  })
  return store.journal.claim(name, currentOwner())
}

/** Where images of a test go: of its records, and of the outputs that it answers. Nowhere if nothing is written. */
function imagePlaces(
  context: Context,
  { loaded }: Execution,
  output: TestOptions["output"],
): { records: ImagePlaces; answer: ImagePlace | undefined } {
  if (output === false) return { records: () => undefined, answer: undefined }
  const given = output === undefined ? undefined : resolve(context.places.cwd, output)
  const folder = given ?? testFolder(loaded)
  return { records: testPlaces(folder, given ?? loaded.code), answer: outputPlace(folder) }
}

interface Outcome {
  status: TestResult["status"]
  output?: Json
  printed?: string
  metrics: Map<string, Json>
  error?: MillraceError
}

async function wholeFlow(
  prepared: Awaited<ReturnType<Execution["ready"]>>,
  inputs: Dict,
  host: ReturnType<Execution["host"]>,
  options: {
    run: string
    stop: AbortSignal
    env: Record<string, string | undefined>
    streaming: boolean
    feed?: OutputFeed
  },
): Promise<Outcome> {
  let line: LineOutcome | undefined
  // nothing ends the entry of a flex flow or a prompty that is tested (spec 3.6)
  const lineTimeout = prepared.plan.kind === "dag" ? wholeNumber(options.env.PF_LINE_TIMEOUT_SEC) : undefined
  const run = await executeRun(prepared, [{ number: 0, inputs }], host, {
    start: runStart(prepared.plan, { lines: 1, fingerprint: await fingerprint(prepared.plan, host) }),
    concurrency: 1,
    aggregateDoneOnly: true,
    streaming: options.streaming,
    ...(options.feed && { feed: options.feed }),
    ...(lineTimeout !== undefined && { lineTimeout }),
    signal: options.stop,
    lineEnded: (ended) => {
      line = ended
    },
  })
  const error = line?.error ?? run.aggregationFailure?.error ?? run.error
  return {
    status: line?.status ?? run.status,
    ...(line?.outputs && { output: line.bare?.json ?? line.outputs }),
    ...(line?.bare?.text !== undefined && { printed: line.bare.text }),
    metrics: run.metrics,
    ...(error && { error }),
  }
}

/**
 * A flex flow or a prompty refuses its inputs before there is a test; without any, its sample is used. What the entry does not take is
 * kept in the record, as the original does without a word (spec 3.8).
 */
function entryInputs(plan: Plan, given: Dict): { inputs: Dict; unused: string[] } {
  const inputs = given.size === 0 && plan.sample ? plan.sample : given
  castInputs(plan.inputs, inputs)
  return { inputs, unused: [] }
}

function flowInputs(execution: Execution, given: Dict): { inputs: Dict; unused: string[] } {
  const { plan } = execution
  if (plan.kind !== "dag") return entryInputs(plan, given)
  const inputs: Dict = new Map()
  const history = chatHistoryInput(plan)
  const missing: string[] = []
  for (const port of plan.inputs) {
    const value = given.get(port.name)
    if (value !== undefined) inputs.set(port.name, value)
    else if (port.default !== undefined) inputs.set(port.name, port.default.value)
    else if (port.name === history) inputs.set(port.name, [])
    else missing.push(port.name)
  }
  if (missing.length > 0) {
    throw new MillraceError("INPUTS_REQUIRED", { inputs: repr(missing), subject: "flow" })
  }
  const known = new Set(plan.inputs.map((port) => port.name))
  const unused = [...given.keys()].filter((name) => !known.has(name))
  for (const name of unused) inputs.set(name, given.get(name) as Value)
  return { inputs, unused }
}

function nodeInputs(execution: Execution, name: string, given: Dict): { inputs: Dict; unused: string[] } {
  const { plan } = execution
  const node = plan.kind === "dag" ? plan.nodes.find((n) => n.name === name) : undefined
  if (!node) {
    const hint =
      plan.kind === "dag"
        ? `The nodes are ${plan.nodes.map((n) => n.name).join(", ")}.`
        : `A ${plan.kind} flow has no nodes: test it whole.`
    throw new MillraceError(
      "SINGLE_NODE_INVALID",
      { reason: `There is no node ${name} in the flow` },
      { hint },
    )
  }
  const { values, unused } = resolveNodeInputs(plan, node, given)
  return { inputs: values, unused }
}
