import { createHash } from "node:crypto"
import type { LineInput } from "@internal/engine"
import { type ExperimentChatGroup, type ExperimentRole, experimentJson } from "@internal/flow"
import { errorRecord, type NewEvent, type RunEnd, type Writer } from "@internal/schema"
import { currentOwner, openRunFolder } from "@internal/store"
import { type Dict, Json, stringify } from "@internal/value"
import { LineSource } from "../data/line-source.ts"
import { chosenConcurrency } from "../runs/run-settings.ts"
import { VERSION } from "../version.ts"
import { observedWriter } from "../write-events.ts"
import { mappingOfRole, type Turn, type TurnResult, talk } from "./chat-group.ts"
import { nodeSources, withInputs } from "./node-sources.ts"
import type { NodeWork } from "./node-work.ts"
import { RoleFlow } from "./role-flow.ts"
import { roleFlowPath } from "./snapshot-nodes.ts"

/** A node in which flows talk with one another: one run, a conversation for every row (spec 8.5). */
export async function runChatGroup(node: ExperimentChatGroup, work: NodeWork): Promise<RunEnd["status"]> {
  const { scope, run, folder, signal } = work
  const { context } = scope
  const lines = await conversations(node, work)
  const store = await context.store()
  await using roles = await openRoles(
    node,
    work,
    Math.min(lines.count, chosenConcurrency(context, { flow: "" })),
  )
  await store.runs.create({
    name: run,
    kind: "batch",
    displayName: node.display_name ?? node.name,
    flowName: node.name,
    flowPath: node.code ?? folder,
    outputPath: folder,
  })
  const files = openRunFolder(folder, {
    run,
    nodes: node.roles.length,
    aggregationNodes: 0,
    concurrency: 1,
    mapped: true,
    messageFormat: "basic",
    kind: "dag",
  })
  const scrubber = roles.scrubber
  const writer = observedWriter(await store.journal.claim(run, currentOwner()), {
    run,
    scrubber,
    listeners: [(event) => files.event(event), work.report],
  })
  const started = Date.now()
  const plan = createHash("sha256").update(definition(node)).digest("hex")
  const versions = { millrace: VERSION, node: process.versions.node, flow: plan }
  await writer.append([{ type: "run-start", plan, flow: node.name, lines: lines.count, versions }])
  const counts = { done: 0, failed: 0, crashed: 0, cancelled: 0 }
  const one = async (line: LineInput) => {
    if (signal.aborted) return
    counts[await converse(line, { node, roles, writer, signal })]++
  }
  await inParallel(lines, roles.concurrency, one)
  const status = signal.aborted ? "cancelled" : "done"
  await writer.append([{ type: "run-end", status, counts, duration: Date.now() - started }])
  await writer.close()
  await files.close()
  return status
}

type Roles = Awaited<ReturnType<typeof openRoles>>

async function openRoles(node: ExperimentChatGroup, work: NodeWork, concurrency: number) {
  const stack = new AsyncDisposableStack()
  const flows = new Map<string, RoleFlow>()
  try {
    for (const role of node.roles) {
      const environment = { ...work.environment, ...node.environment_variables }
      const options = { ...work.models, environment, concurrency, report: work.report }
      flows.set(
        role.role,
        stack.use(
          await RoleFlow.open(work.scope.context, { ...role, path: roleFlowPath(node, role) }, options),
        ),
      )
    }
  } catch (thrown) {
    await stack.disposeAsync()
    throw thrown
  }
  const [first] = flows.values()
  if (!first) throw new TypeError("a group has roles")
  return {
    concurrency: Math.max(1, concurrency),
    scrubber: first.execution.scrubber,
    turn: (turn: Turn, signal: AbortSignal): Promise<TurnResult> =>
      (flows.get(turn.role.role) as RoleFlow).turn(turn.inputs, signal),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/** One conversation: its turns are the nodes of the line. */
async function converse(
  { number, inputs, error }: LineInput,
  {
    node,
    roles,
    writer,
    signal,
  }: { node: ExperimentChatGroup; roles: Roles; writer: Writer; signal: AbortSignal },
): Promise<"done" | "failed" | "cancelled"> {
  const began = Date.now()
  const shown: Dict = new Map([...inputs].filter(([name]) => !name.includes(SEPARATOR)))
  for (const [name, value] of inputs) shown.set(name.split(SEPARATOR).at(-1) as string, value)
  await writer.append([{ type: "line-start", line: number, attempt: 1, inputs: Json.of(shown) }])
  const ended = error
    ? { outputs: new Map(), error }
    : await talk(
        node,
        (role) => inputsOf(role, node, inputs),
        async (turn) => {
          const name = `${turn.index}_${turn.role.role}`
          const since = Date.now()
          const base = { line: number, node: name, attempt: 1 }
          await writer.append([{ type: "node-start", ...base, inputs: Json.of(turn.inputs) }])
          const result = await roles.turn(turn, signal)
          await writer.append([turnEnd(base, result, Date.now() - since)])
          return result
        },
      )
  const status = ended.error ? (signal.aborted ? "cancelled" : "failed") : "done"
  await writer.append([
    {
      type: "line-end",
      line: number,
      status,
      outputs: status === "done" ? Json.of(ended.outputs) : null,
      ...(ended.error && { error: errorRecord(ended.error) }),
      duration: Date.now() - began,
    },
  ])
  return status
}

function turnEnd(
  base: { line: number; node: string; attempt: number },
  { outputs, usage, error }: TurnResult,
  duration: number,
): NewEvent {
  if (outputs) {
    return {
      type: "node-end",
      ...base,
      output: Json.of(outputs),
      cache: "off",
      portable: true,
      duration,
      usage,
    }
  }
  const record = errorRecord(error as NonNullable<typeof error>) // a turn without outputs has an error
  return { type: "node-error", ...base, error: record, retrying: false, duration }
}

const SEPARATOR = "\u0000"

/** Every role's inputs in one mapping, told apart by the role's name. */
async function conversations(node: ExperimentChatGroup, { scope }: NodeWork) {
  const mapping: Dict = new Map()
  for (const role of node.roles) {
    for (const [name, value] of withInputs(mappingOfRole(role), scope.inputs)) {
      mapping.set(`${role.role}${SEPARATOR}${name}`, value)
    }
  }
  const sources = nodeSources([mapping], scope)
  if (sources.length === 0) return Object.assign([{ number: 0, inputs: mapping }], { count: 1 })
  const strict = scope.context.places.profile === "pf"
  return LineSource.open({ sources, inputs: [], mapping, strict })
}

function inputsOf({ role }: ExperimentRole, _: ExperimentChatGroup, inputs: Dict): Dict {
  const prefix = `${role}${SEPARATOR}`
  return new Map(
    [...inputs]
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  )
}

function definition(node: ExperimentChatGroup): string {
  return stringify(experimentJson({ description: null, data: [], inputs: [], nodes: [node] }))
}

async function inParallel<T>(
  items: Iterable<T> | AsyncIterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>()
  for await (const item of items) {
    const task: Promise<void> = work(item).finally(() => running.delete(task))
    running.add(task)
    if (running.size >= limit) await Promise.race(running)
  }
  await Promise.all(running)
}
