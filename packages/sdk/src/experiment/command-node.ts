import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { type ExperimentCommand, fillCommand } from "@internal/flow"
import { errorRecord, MillraceError, type RunEnd } from "@internal/schema"
import { currentOwner, Scrubber } from "@internal/store"
import { str, toPlain, type Value } from "@internal/value"
import { inheritedEnvironment, resolveEnvironment } from "../flow/environment.ts"
import { VERSION } from "../version.ts"
import { commandValue } from "./node-sources.ts"
import type { NodeWork } from "./node-work.ts"
import { pythonCommand } from "./python-command.ts"

const SHOWN = 400
/** Folders that the original makes for every run. */
const FOLDERS = ["snapshot", "flow_artifacts", "node_artifacts", "flow_outputs"]

/** Where each output of a command goes: as the template says, else into the folder of the node's run. */
export function commandOutputs(node: ExperimentCommand, folder: string): Map<string, string> {
  return new Map(Object.entries(node.outputs).map(([name, path]) => [name, path ?? join(folder, name)]))
}

/** A node that is a command of the shell, kept as a run without lines; what it writes is in the run's `logs.txt`. */
export async function runCommandNode(node: ExperimentCommand, work: NodeWork): Promise<RunEnd["status"]> {
  const { scope, folder, run, signal } = work
  const inputs = new Map(
    Array.from(node.inputs, ([name, value]): [string, Value] => [name, commandValue(value, scope)]),
  )
  const outputs = commandOutputs(node, folder)
  const texts = new Map(Array.from(inputs, ([name, value]) => [name, str(value)]))
  const command = fillCommand(node.command, { inputs: texts, outputs })
  for (const path of outputs.values()) mkdirSync(dirname(path), { recursive: true })
  for (const name of FOLDERS) mkdirSync(join(folder, name), { recursive: true })
  writeFileSync(join(folder, "meta.json"), '{"batch_size": 1}')

  const store = await scope.context.store()
  const cwd = node.code ?? folder
  await store.runs.create({
    name: run,
    kind: "batch",
    displayName: node.display_name ?? node.name,
    properties: {
      command: node.command,
      outputs: Object.fromEntries(outputs),
      column_mapping: toPlain(mappingOf(node, work)),
    },
    flowName: node.name,
    flowPath: cwd,
    outputPath: folder,
  })
  const writer = await store.journal.claim(run, currentOwner())
  const started = Date.now()
  const plan = createHash("sha256").update(node.command).digest("hex")
  const versions = { millrace: VERSION, node: process.versions.node, flow: plan }
  await writer.append([{ type: "run-start", plan, flow: node.name, lines: null, versions }])
  const ended = await execute(command, { node, work, cwd })
  const status: RunEnd["status"] = signal.aborted ? "cancelled" : ended.exit === 0 ? "done" : "failed"
  const error = new MillraceError("EXPERIMENT_COMMAND_FAILED", {
    node: node.name,
    exit: ended.exit,
    log: ended.tail,
  })
  const end: RunEnd = {
    type: "run-end",
    status,
    counts: { done: 0, failed: 0, crashed: 0, cancelled: 0 },
    ...(status === "failed" && { error: errorRecord(error) }),
    duration: Date.now() - started,
  }
  await writer.append([end])
  await writer.close()
  return status
}

/** As the original records it: values of the experiment's inputs, other references as they are. */
function mappingOf(node: ExperimentCommand, { scope }: NodeWork): Map<string, Value> {
  return new Map(
    Array.from(node.inputs, ([name, value]) => [
      name,
      /^\$\{inputs\./.test(String(value)) ? commandValue(value, scope) : value,
    ]),
  )
}

async function execute(
  command: string,
  { node, work, cwd }: { node: ExperimentCommand; work: NodeWork; cwd: string },
): Promise<{ exit: number | string; tail: string }> {
  const { context } = work.scope
  const scrubber = new Scrubber()
  const variables = await resolveEnvironment(
    {},
    { ...work.environment, ...node.environment_variables },
    context.connections(scrubber),
  )
  const log = createWriteStream(join(work.folder, "logs.txt"))
  const env: Record<string, string> = { ...inheritedEnvironment(context.places.env), ...variables }
  const child = spawn(pythonCommand(command, env.PATH), {
    shell: true,
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    // a group of its own, so that all of it can be ended
    detached: process.platform !== "win32",
  })
  const stop = () => endGroup(child.pid)
  work.signal.addEventListener("abort", stop)
  if (work.signal.aborted) stop()
  let tail = ""
  const hear = (stream: NodeJS.ReadableStream) => {
    const clean = scrubber.stream()
    const write = (text: string) => {
      if (text === "") return
      tail = (tail + text).slice(-SHOWN)
      log.write(text)
      work.report({ type: "log", text })
    }
    stream.setEncoding("utf8")
    stream.on("data", (text: string) => write(clean.push(text)))
    stream.on("end", () => write(clean.end()))
  }
  hear(child.stdout)
  hear(child.stderr)
  const exit = await new Promise<number | string>((resolve) => {
    child.on("error", (error) => resolve(error.message))
    child.on("close", (code, signal) => resolve(code ?? signal ?? "nothing"))
  })
  work.signal.removeEventListener("abort", stop)
  await new Promise((resolve) => log.end(resolve))
  return { exit, tail: tail.trim() }
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGTERM")
  } catch {
    // it is gone already
  }
}
