import { readFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { DurabilityLab, killGroup, orphans } from "./lab.ts"
import { expectedOutput } from "./victim.ts"

const RUN = "victim"

export interface TortureOptions {
  lines: number
  concurrency: number
}

export interface TortureResult {
  seed: number
  kills: number
  /** Calls that were on their way when the process was ended, over all times: asked, and their answers not in the journal. */
  inFlight: number
  repeated: number
  /** What is wrong, in words; empty when all is as it must be. */
  problems: string[]
}

/** Starts a batch run, kills its processes at random moments, goes on with it until it is done, and looks at what came out. */
export async function torture(seed: number, options: TortureOptions): Promise<TortureResult> {
  const random = generator(seed)
  await using lab = await DurabilityLab.make(options.lines, () => 2 + random() * 30)
  const result: TortureResult = { seed, kills: 0, inFlight: 0, repeated: 0, problems: [] }
  const wanted = 1 + Math.floor(random() * 3)
  const create = lab.create(RUN, "--concurrency", String(options.concurrency))
  for (let time = 0; ; time++) {
    const exists = time > 0 && (await lab.withStore(async (store) => Boolean(await store.runs.find(RUN))))
    const child = lab.start(exists ? ["run", "resume", RUN] : create)
    if (time < wanted) {
      // now and then before the first question, or before there is a run
      const wait =
        random() < 0.15 ? sleep(random() * 400) : lab.model.nextQuestion().then(() => sleep(random() * 900))
      await Promise.race([child.ended, wait])
      if (child.exitCode === null) {
        killGroup(child)
        result.kills++
      }
    }
    const { code, output } = await child.ended
    const left = await orphans(lab.folder, child.pid as number)
    if (left.length > 0) result.problems.push(`${left.length} orphan processes`)
    const lost = lab.model.total - (await lab.answered(RUN)) - result.inFlight
    if (lost > options.concurrency) result.problems.push(`${lost} answers were not in the journal`)
    result.inFlight += lost
    // killed when it had done all that there was to do
    if (code === 0 || (time > 0 && output.includes("all its lines are done"))) break
    if (time > wanted) throw new Error(`seed ${seed}: the run does not end: ${output}`)
  }
  result.repeated = lab.model.repeated
  result.problems.push(...(await inspect(lab, options)))
  if (result.repeated > result.inFlight)
    result.problems.push(`${result.repeated} calls repeated, ${result.inFlight} were in flight`)
  return result
}

/** What is not as an undisturbed run leaves it. */
export async function inspect(
  lab: DurabilityLab,
  { lines }: Pick<TortureOptions, "lines">,
  name = RUN,
): Promise<string[]> {
  const problems: string[] = []
  await lab.withStore(async (store) => {
    const run = await store.runs.get(name)
    const { counts, metrics, state, firstError } = run.summary
    if (state !== "done" || counts.done !== lines)
      problems.push(`${state}, ${counts.done} of ${lines} lines done: ${firstError?.error.message}`)
    problems.push(...(await store.runs.verify(name)))
    const records = await store.runs.lines(name, { limit: lines + 1 })
    if (records.length !== lines) problems.push(`${records.length} records of lines`)
    for (const { line, outputs } of records) {
      const text = outputs?.text
      if (text !== JSON.stringify({ out: expectedOutput(line) }))
        problems.push(`line ${line} answered ${text}`)
    }
    const sum = (lines * (lines - 1)) / 2
    if (metrics.answers?.value !== lines || metrics.boxes?.value !== sum)
      problems.push(`metrics ${metrics.answers?.text} and ${metrics.boxes?.text}`)
    const file = readFileSync(join(run.outputPath ?? "", "flow_outputs", "output.jsonl"), "utf8")
    const numbers = file
      .split("\n")
      .filter((text) => text !== "")
      .map((text) => (JSON.parse(text) as { line_number: number }).line_number)
    if (numbers.join() !== Array.from({ length: lines }, (_, i) => i).join())
      problems.push(`output.jsonl has the lines ${numbers.join()}`)
    let stages = 0
    for await (const event of store.journal.read(name))
      if (event.type === "line-end" && event.line === null) stages++
    if (stages !== 1) problems.push(`${stages} aggregation stages ended`)
  })
  if (lab.model.asked.size !== lines) problems.push(`${lab.model.asked.size} questions`)
  return problems
}

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
