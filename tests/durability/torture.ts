import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { openStore } from "@internal/store"
import { CountingModel } from "./counting-model.ts"
import { expectedOutput, writeVictim } from "./victim.ts"

const CLI = fileURLToPath(new URL("../../packages/cli/bin/millrace.cjs", import.meta.url))
const RUN = "victim"

export interface TortureOptions {
  lines: number
  concurrency: number
  /** How the process is ended. Default `SIGKILL`, which ends its whole group. */
  signal?: "SIGKILL" | "SIGTERM" | "worker"
}

export interface TortureResult {
  seed: number
  kills: number
  /** Calls that were on their way when the process was ended, over all times: asked, and their answers not in the journal. */
  inFlight: number
  repeated: number
  /** Times that the aggregation stage ran. */
  aggregations: number
  /** Milliseconds from the last kill to the end of the resume that followed. */
  resumed: number
  /** What is wrong, in words; empty when all is as it must be. */
  problems: string[]
}

/** Starts a batch run, ends its processes at random moments, goes on with it until it is done, and looks at what came out. */
export async function torture(seed: number, options: TortureOptions): Promise<TortureResult> {
  const random = generator(seed)
  const folder = mkdtempSync(join(tmpdir(), "millrace-torture-"))
  await using model = await CountingModel.start(() => 2 + random() * 30)
  const { flow, data } = writeVictim(folder, model.base, options.lines)
  const env = { ...process.env, MILLRACE_HOME: join(folder, "home"), NO_COLOR: "1" }
  const result: TortureResult = {
    seed,
    kills: 0,
    inFlight: 0,
    repeated: 0,
    aggregations: 0,
    resumed: 0,
    problems: [],
  }
  try {
    await finish(start(["connection", "create", "--file", join(folder, "model.yaml")], env))
    const wanted = 1 + Math.floor(random() * 3)
    let args = [
      "run",
      "create",
      "--flow",
      flow,
      "--data",
      data,
      "--name",
      RUN,
      "--concurrency",
      String(options.concurrency),
    ]
    for (let time = 0; ; time++) {
      const child = start(args, env)
      const ended = finish(child)
      if (time < wanted) {
        const wait =
          random() < 0.15 ? sleep(random() * 400) : model.nextQuestion().then(() => sleep(random() * 900))
        const over = await Promise.race([ended, wait.then(() => undefined)])
        if (!over) {
          end(child, options.signal ?? "SIGKILL")
          result.kills++
        }
      }
      const began = performance.now()
      const { code, output } = await ended
      const lost = model.total - (await answered(folder)) - result.inFlight
      if (lost > options.concurrency) result.problems.push(`${lost} answers were not in the journal`)
      result.inFlight += lost
      if (options.signal !== "SIGTERM") result.problems.push(...(await orphans(child.pid as number)))
      if (code === 0) break
      if (time > wanted + 2) throw new Error(`the run does not end: ${output}`)
      result.resumed = performance.now() - began
      // cut off before there was a run, it is started again
      args = /There is no run/.test(output) ? args : await nextCommand(args, env)
    }
    result.problems.push(...(await inspect(folder, options, model, result)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return result
}

/** The command that goes on: `run resume`, or the same again where the run had not come into being. */
async function nextCommand(args: string[], env: NodeJS.ProcessEnv): Promise<string[]> {
  const { code } = await finish(start(["run", "show", "--name", RUN], env))
  return code === 0 ? ["run", "resume", RUN] : args
}

function start(args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, [CLI, ...args], { env, detached: true, stdio: ["ignore", "pipe", "pipe"] })
}

async function finish(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = ""
  child.stdout?.on("data", (chunk) => {
    output += chunk
  })
  child.stderr?.on("data", (chunk) => {
    output += chunk
  })
  const [code] = (await once(child, "close")) as [number | null]
  return { code, output }
}

/** Answers of the model that the journal has. */
async function answered(folder: string): Promise<number> {
  await using store = await openStore({ home: join(folder, "home") })
  if (!(await store.runs.find(RUN))) return 0
  let count = 0
  for await (const event of store.journal.read(RUN)) {
    if (event.type === "node-end" && event.node === "ask" && !event.reused) count++
  }
  return count
}

function end(child: ChildProcess, how: NonNullable<TortureOptions["signal"]>): void {
  const pid = child.pid as number
  if (how === "worker") {
    const workers = groupOf(pid).filter((one) => one !== pid)
    const victim = workers.at(-1)
    if (victim !== undefined) process.kill(victim, "SIGKILL")
    return
  }
  try {
    process.kill(how === "SIGKILL" ? -pid : pid, how)
  } catch {
    // it has just ended by itself
  }
}

/** Processes of the group that live two seconds after its leader's death. */
async function orphans(group: number): Promise<string[]> {
  const deadline = performance.now() + 2000
  for (;;) {
    const left = groupOf(group)
    if (left.length === 0) return []
    if (performance.now() > deadline) return [`${left.length} orphan processes`]
    await sleep(20)
  }
}

function groupOf(group: number): number[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8")
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
      return fields[2] === String(group) && fields[0] !== "Z" ? [Number(name)] : []
    } catch {
      return []
    }
  })
}

async function inspect(
  folder: string,
  { lines }: TortureOptions,
  model: CountingModel,
  result: TortureResult,
): Promise<string[]> {
  const problems: string[] = []
  await using store = await openStore({ home: join(folder, "home") })
  const run = await store.runs.get(RUN)
  const { counts, metrics, state } = run.summary
  if (state !== "done" || counts.done !== lines)
    problems.push(`${state}, ${counts.done} of ${lines} lines done`)
  problems.push(...(await store.runs.verify(RUN)))
  const records = await store.runs.lines(RUN, { limit: lines + 1 })
  if (records.length !== lines) problems.push(`${records.length} records of lines`)
  for (const { line, outputs } of records) {
    const text = outputs?.text
    if (text !== JSON.stringify({ out: expectedOutput(line) })) problems.push(`line ${line} answered ${text}`)
  }
  const sum = (lines * (lines - 1)) / 2
  if (metrics.answers?.value !== lines || metrics.boxes?.value !== sum)
    problems.push(`metrics ${metrics.answers?.text} and ${metrics.boxes?.text}`)
  const files = readFileSync(join(run.outputPath ?? "", "flow_outputs", "output.jsonl"), "utf8")
    .trim()
    .split("\n")
  if (files.length !== lines) problems.push(`${files.length} lines in output.jsonl`)
  result.repeated = model.repeated
  if (model.asked.size !== lines) problems.push(`${model.asked.size} questions`)
  if (result.repeated > result.inFlight)
    problems.push(`${result.repeated} calls repeated, ${result.inFlight} were in flight`)
  let stages = 0
  for await (const event of store.journal.read(RUN))
    if (event.type === "line-end" && event.line === null) stages++
  if (stages !== 1) problems.push(`${stages} aggregation stages ended`)
  result.aggregations = readFileSync(join(folder, "totals"), "utf8").trim().split("\n").length
  return problems
}

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
