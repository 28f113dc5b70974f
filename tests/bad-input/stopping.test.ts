import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { mkdir, readdir } from "node:fs/promises"
import { dirname, join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import type { Handle, RunInfo } from "@internal/sdk"
import { describe, expect, test } from "vitest"
import { repository, Workspace } from "../support/workspace.ts"
import { Lab } from "./lab.ts"
import { jsonLines, pythonFlow } from "./python-flow.ts"

/** Notes the numbers of its processes beside the flow folder, then does what its row says. */
const flow = pythonFlow(
  `pids = [os.getpid()]
if x == "child":
    pids.append(subprocess.Popen(["sleep", "60"]).pid)
with open("../pids", "a") as file:
    file.write("".join(f"{pid}\\n" for pid in pids))
print("started", x, flush=True)
if x in ("hang", "child"):
    time.sleep(60)
elif x == "lock":
    re.match(r"(a+)+$", "a" * 60 + "b")
elif x != "quick":
    time.sleep(float(x))
return x`,
)

/** Nothing that a tool started lives on for longer than two seconds. */
async function allGone(workspace: Workspace): Promise<void> {
  const pids = (await workspace.read("pids")).split("\n").filter(Boolean).map(Number)
  expect(pids.length).toBeGreaterThan(0)
  expect(await emptied(() => pids.filter(isAlive))).toEqual([])
}

/** What there is as soon as it is nothing, at the latest after two seconds. */
async function emptied<T>(look: () => T[] | Promise<T[]>): Promise<T[]> {
  const deadline = performance.now() + 2000
  for (;;) {
    const left = await look()
    if (left.length === 0 || performance.now() > deadline) return left
    await sleep(20)
  }
}

/** A process that has ended, and that nobody has asked for its exit code yet, is none any more. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" })
  return stdout.trim() !== "" && !stdout.trim().startsWith("Z")
}

describe("time limits (spec 3.6, 4.7)", () => {
  test("of a line end it in a test, whatever it does", async () => {
    await using lab = await Lab.make(flow, { env: { PF_LINE_TIMEOUT_SEC: "1" } })
    for (const x of ["child", "lock"]) {
      const { error } = await lab.test({ inputs: { x } })
      expect(error).toMatchObject({
        message: "Line 0 execution timeout for exceeding 1 seconds",
        millrace: { code: "LINE_TIMEOUT", hint: expect.stringContaining("PF_LINE_TIMEOUT_SEC") },
      })
    }
    await allGone(lab.workspace)
  })

  test.each(["millrace", "pf"] as const)("of a run under %s keep what was done", async (profile) => {
    await using lab = await Lab.make(flow, { profile, env: { PF_BATCH_TIMEOUT_SEC: "2" } })
    const rows = ["quick", "quick", "hang", "lock", "quick", "quick"].map((x) => ({ x }))
    const run = await lab.run(rows, { concurrency: 2 })
    expect([...run.outputs]).toEqual([
      [0, { out: "quick" }],
      [1, { out: "quick" }],
    ])
    expect([...run.errors.keys()]).toEqual([2, 3])
    expect(run.errors.get(2)?.message).toMatch(/Line 2 .*timeout of 2 seconds/)
    // the record of a line in flight, as the original leaves it
    expect(run.errors.get(2)).toMatchObject({
      code: "UserError",
      innerError: { code: "LineExecutionTimeoutError", innerError: null },
      referenceCode: "Executor",
    })
    expect(run.info).toMatchObject(
      profile === "pf"
        ? { status: "Completed" }
        : { state: "failed", error: { millrace: { code: "BATCH_TIMEOUT" } } },
    )
    await allGone(lab.workspace)
  })
})

describe("cancelling (spec 3.12)", () => {
  /** Starts a run and answers when so many lines have started. */
  async function started(
    lab: Lab,
    xs: string[],
    options: { signal?: AbortSignal } = {},
  ): Promise<Handle<RunInfo>> {
    await lab.workspace.write({ "rows.jsonl": jsonLines(xs.map((x) => ({ x }))) })
    const run = {
      flow: "flow",
      data: "rows.jsonl",
      columnMapping: { x: "${data.x}" },
      concurrency: 2,
      ...options,
    }
    const handle = await lab.millrace.runs.create(run)
    const events = handle.events()[Symbol.asyncIterator]()
    for (let seen = 0; seen < 2; ) {
      const { value } = await events.next()
      if (value.type === "node-log" && value.text.includes("started")) seen++
    }
    return handle
  }

  test("once lets finish what is in flight and starts nothing more", async () => {
    await using lab = await Lab.make(flow)
    const handle = await started(lab, ["0.3", "0.3", "quick", "quick"])
    handle.cancel()
    const run = await lab.kept(await handle.result)
    expect(run.info).toMatchObject({
      state: "cancelled",
      status: "Canceled",
      counts: { done: 2, cancelled: 0 },
    })
    expect([...run.outputs.keys()]).toEqual([0, 1])
    expect(await lab.elsewhere((other) => other.runs.get(run.info.name))).toMatchObject({
      status: "Canceled",
    })
  })

  test("twice stops at once, and what was done is kept", async () => {
    await using lab = await Lab.make(flow)
    const handle = await started(lab, ["quick", "child", "lock", "quick"])
    await sleep(300)
    handle.cancel()
    handle.cancel()
    const run = await lab.kept(await handle.result)
    expect(run.info).toMatchObject({ state: "cancelled", counts: { done: 1, cancelled: 2 } })
    expect(run.outputs).toEqual(new Map([[0, { out: "quick" }]]))
    expect(run.errors.get(1)?.message).toBe("Stopped by the user.")
    await allGone(lab.workspace)
  })

  test("by a signal stops at once", async () => {
    await using lab = await Lab.make(flow)
    const stop = new AbortController()
    const handle = await started(lab, ["hang", "lock"], { signal: stop.signal })
    stop.abort()
    expect(await handle.result).toMatchObject({ state: "cancelled", counts: { cancelled: 2 } })
    await allGone(lab.workspace)
  })

  test("before it has begun makes nothing", async () => {
    await using lab = await Lab.make(flow)
    const { status } = await lab.millrace.flows.test({
      flow: "flow",
      inputs: { x: "hang" },
      signal: AbortSignal.abort(),
    }).result
    expect(status).toBe("cancelled")
  })
})

interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  stderr: string
}

/** Runs a command over rows, two at a time; `signals` are sent one after the other once so many processes have started. */
async function interrupted(
  workspace: Workspace,
  program: "millrace" | "pf",
  xs: string[],
  { processes = 2, signals }: { processes?: number; signals: NodeJS.Signals[] },
): Promise<Ended> {
  await workspace.write({ ...flow, "rows.jsonl": jsonLines(xs.map((x) => ({ x }))) })
  const temporary = join(dirname(workspace.home), "tmp")
  await mkdir(temporary)
  const launcher = { millrace: "packages/cli/bin/millrace.cjs", pf: "packages/pf/bin/pf.cjs" }[program]
  const words = ["run", "create", "--flow", "flow", "--data", "rows.jsonl", "--name", "stopped", "--stream"]
  const child = spawn(
    process.execPath,
    [join(repository, launcher), ...words, "--column-mapping", "x=${data.x}"],
    {
      cwd: workspace.folder,
      env: { ...process.env, HOME: workspace.home, TMPDIR: temporary, PF_WORKER_COUNT: "2" },
      stdio: ["ignore", "ignore", "pipe"],
    },
  )
  let stderr = ""
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text
  })
  const ended = once(child, "close")
  const begun = () => workspace.read("pids").then((text) => text.split("\n").length > processes)
  while (child.exitCode === null && !(await begun().catch(() => false))) await sleep(20)
  for (const signal of signals) {
    child.kill(signal)
    await sleep(200)
  }
  const [code, signal] = await ended
  return { code, signal, stderr }
}

describe.each(["millrace", "pf"] as const)("a %s command that is told to stop", (profile) => {
  const status = async (workspace: Workspace): Promise<{ status: string }> =>
    JSON.parse((await workspace.pf(["run", "show", "--name", "stopped"])).stdout)

  test.concurrent.each([
    { signal: "SIGINT", code: 130 },
    { signal: "SIGTERM", code: 143 },
  ] as const)("by $signal finishes what is in flight", async ({ signal, code }) => {
    await using workspace = await Workspace.make()
    const ran = await interrupted(workspace, profile, Array(6).fill("0.8"), { signals: [signal] })
    expect(ran.stderr).toMatch(/Finishing what is in flight/)
    expect(ran.code).toBe(profile === "pf" ? 1 : code)
    expect(await status(workspace)).toMatchObject({ status: "Canceled" })
    const details = await workspace.millrace(["run", "show-details", "--name", "stopped"])
    const done = details.stdout.match(/^0\.8 /gm)?.length
    expect(done).toBeGreaterThanOrEqual(2)
    expect(done).toBeLessThan(6)
    await allGone(workspace)
  })

  test.concurrent("twice stops at once", async () => {
    await using workspace = await Workspace.make()
    const signals: NodeJS.Signals[] = ["SIGINT", "SIGINT"]
    const ran = await interrupted(workspace, profile, ["child", "lock", "quick"], { processes: 3, signals })
    expect(ran.code).toBe(profile === "pf" ? 1 : 130)
    expect(await status(workspace)).toMatchObject({ status: "Canceled" })
    await allGone(workspace)
  })

  test.concurrent("by SIGKILL leaves no process, no captured text, and a run that says so", async () => {
    await using workspace = await Workspace.make()
    const rows = ["quick", "child", "lock", "quick"]
    const ran = await interrupted(workspace, profile, rows, { processes: 4, signals: ["SIGKILL"] })
    expect(ran.signal).toBe("SIGKILL")
    await allGone(workspace)
    expect(await emptied(() => readdir(join(dirname(workspace.home), "tmp")))).toEqual([])
    const shown = await workspace.millrace(["run", "show", "--name", "stopped"])
    expect(shown.stdout).toMatch(/^state +interrupted$/m)
    expect(shown.stdout).toMatch(/^lines +1 of 4 done$/m)
    expect(shown.stderr).toMatch(
      /^error RUN_INTERRUPTED\n {2}Process \d+ on .* ended before run stopped did\./,
    )
    expect(await status(workspace)).toMatchObject({
      status: "Failed",
      error: { message: expect.stringMatching(/Process \d+ .*ended/) },
    })
    const details = await workspace.millrace(["run", "show-details", "--name", "stopped"])
    expect(details.stdout).toMatch(/^quick +0 +quick/m)
  })
})
