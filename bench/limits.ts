// What a provider's limits cost, against a loopback provider that has some (issue 5, figures). Takes about six minutes:
// a limit of 120 requests a minute cannot be measured in less.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { measureCommand } from "./command.ts"
import { llmFlow, rows } from "./flows.ts"
import {
  everyNth,
  hangingAt,
  type LimitedService,
  limitedService,
  perMinute,
  perWindow,
  type Rule,
} from "./limited-service.ts"
import { report } from "./measure.ts"

const CLI = fileURLToPath(new URL("../packages/cli/bin/millrace.cjs", import.meta.url))
const LATENCY = 450
/** Learning is over by then. */
const LEARNED_MS = 10_000

/** Of batches that are compared, each time one after the other. */
const ROUNDS = 3

interface Batch {
  lines: number
  inFlight: number
  latency?: number
  /** Processes that share the limit. */
  runs?: number
  /** Seconds. */
  lineLimit?: number
}

interface Batched {
  /** Seconds of the commands, the longest. */
  wall: number
  /** Lines that are not done. */
  lost: number
  answered: number[]
  refused: number[]
  /** Of the first run: lines by how they ended, and the code of the first error. */
  failed: number
  code: string | undefined
}

export async function limits(only: string | undefined): Promise<void> {
  const wanted = (name: string) => only === undefined || name.includes(only)
  if (wanted("faults")) await faults()
  if (wanted("hang")) await hanging()
  if (wanted("cap")) await caps()
  if (wanted("window")) await windows()
  if (wanted("shared")) await shared()
}

/** Refusals and failures by chance: what they cost against the same batch without. */
async function faults(): Promise<void> {
  const batch = { lines: 100, inFlight: 4 }
  const ratios = { refused: [] as number[], failing: [] as number[] }
  let lost = 0
  for (let i = 0; i < ROUNDS; i++) {
    const free = await run(() => ({}), batch)
    const refused = await run(everyNth(28.5 / 128, { refuse: 1 }), batch)
    const failing = await run(everyNth(0.05, { status: 500 }), batch)
    ratios.refused.push(refused.wall / free.wall)
    ratios.failing.push(failing.wall / free.wall)
    lost += refused.lost + failing.lost
  }
  report("100 lines, 28 of 128 answers are 429, Retry-After 1", middle(ratios.refused), "×", "≤ 1.15")
  report("100 lines, 5 % of answers are 500", middle(ratios.failing), "×", "≤ 1.1")
  report("their failed lines", lost, "lines", "0")
}

const LINE_LIMIT = 20
/** The line that waits for ever holds its slot, so that the others share three. */
const SLOTS = { all: 4, left: 3 }

/** One call that nobody answers: its line fails by its limit, and the others end as if nothing were. */
async function hanging(): Promise<void> {
  const batch = { lines: 100, inFlight: SLOTS.all }
  const free = await run(() => ({}), batch)
  const hung = await run(hangingAt(10), { ...batch, lineLimit: LINE_LIMIT })
  const last = ({ answered }: Batched) => Math.max(...answered)
  report("100 lines, one call hangs, line limit 20 s: lines done", batch.lines - hung.lost, "lines", "99")
  report("  failed, reason timeout", hung.code === "LINE_TIMEOUT" ? hung.failed : Number.NaN, "lines", "1")
  report(
    "  the others' last answer, on the slots that are left",
    (last(hung) * SLOTS.left) / (last(free) * SLOTS.all),
    "×",
    "≤ 1.1",
  )
  report("  the whole command", hung.wall, "s", "about 20, original 38")
}

function middle(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

async function caps(): Promise<void> {
  const told = await run(
    perMinute(() => 120, { burst: 10 }),
    { lines: 300, inFlight: 16 },
  )
  used("120 requests/min from headers, 300 lines", told, (from, to) => (to - from) / 500)
  const silent = await run(
    perMinute(() => 1200, { burst: 20, headers: false }),
    { lines: 1000, inFlight: 32 },
  )
  used("1,200 requests/min, only Retry-After, 1,000 lines", silent, (from, to) => (to - from) / 50)
  const half = (now: number) => (now >= 20_000 && now < 40_000 ? 600 : 1200)
  const changing = await run(perMinute(half, { burst: 20 }), { lines: 1000, inFlight: 32 })
  const allowed = (from: number, to: number) => {
    let sum = 0
    for (let at = from; at < to; at += 10) sum += half(at) / 6000
    return sum
  }
  used("1,200, 600, 1,200 requests/min from headers, 1,000 lines", changing, allowed)
}

/** Minutes that last ten seconds. */
async function windows(): Promise<void> {
  const whole = await run(perWindow(200, 10_000), { lines: 1100, inFlight: 32 })
  used("200 requests in each 10 s, only retry-after-ms, 1,100 lines", whole, (from, to) => (to - from) / 50)
}

/** Two runs that start together share 300 requests a minute. */
async function shared(): Promise<void> {
  const both = await run(
    perMinute(() => 300, { burst: 5 }),
    { lines: 150, inFlight: 16, runs: 2 },
  )
  used("300 requests/min from headers, two runs of 150 lines", both, (from, to) => (to - from) / 200)
}

function used(what: string, batched: Batched, allowed: (from: number, to: number) => number): void {
  const late = (times: number[]) => times.filter((at) => at >= LEARNED_MS)
  const last = Math.max(...batched.answered)
  const answered = late(batched.answered).length
  const refused = late(batched.refused).length
  report(what, answered / allowed(LEARNED_MS, last), "of the cap", "≥ 0.95")
  report("  refused after 10 s", (100 * refused) / (answered + refused), "%", "< 2")
  report("  lost", batched.lost, "lines", "0")
}

async function run(
  rule: Rule,
  { lines, inFlight, latency = LATENCY, runs = 1, lineLimit }: Batch,
): Promise<Batched> {
  const folder = mkdtempSync(join(tmpdir(), "millrace-limits-"))
  await using service = await limitedService(rule, latency)
  try {
    const env = { MILLRACE_HOME: join(folder, "home") }
    const connection = join(folder, "connection.yaml")
    mkdirSync(env.MILLRACE_HOME)
    writeFileSync(connection, `name: bench\ntype: open_ai\napi_key: key\nbase_url: ${service.url}\n`)
    await command(["connection", "create", "--file", connection], env)
    const flow = llmFlow(join(folder, "flow"))
    const data = rows(join(folder, "rows.jsonl"), lines)
    const limit = lineLimit === undefined ? [] : ["--line-timeout", String(lineLimit)]
    const mapping = ["--column-mapping", "x=${data.x}"]
    const args = ["run", "create", "--flow", flow, "--data", data, ...mapping, ...limit]
    const walls = await Promise.all(
      Array.from({ length: runs }, async (_, i) => {
        const name = `run${i}`
        const { wall } = await command([...args, "--name", name, "--concurrency", String(inFlight)], env)
        return wall
      }),
    )
    const shown = await command(["run", "show", "--name", "run0", "--output", "json"], env)
    const { counts, error } = JSON.parse(shown.stdout)
    const ended = { failed: counts.failed as number, code: error?.millrace?.code as string | undefined }
    return { wall: Math.max(...walls), lost: runs * lines - done(service), ...service, ...ended }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Every line is one answer; what a run lacks was lost, and what it has twice was paid twice. */
function done({ answered }: LimitedService): number {
  return answered.length
}

async function command(args: string[], env: Record<string, string>) {
  const measured = await measureCommand([process.execPath, CLI, ...args], { env })
  if (measured.code !== 0) throw new Error(measured.stdout)
  return measured
}

if (import.meta.main) await limits(process.argv[2])
