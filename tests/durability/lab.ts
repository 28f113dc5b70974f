import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { Millrace } from "@internal/sdk"
import { openStore, type Store } from "@internal/store"
import { CountingModel } from "./counting-model.ts"
import { writeVictim } from "./victim.ts"

const CLI = fileURLToPath(new URL("../../packages/cli/bin/millrace.cjs", import.meta.url))

export interface Ended {
  code: number | null
  output: string
}

/** A folder with the victim, a home, and the model that it asks; commands are processes of their own. */
export class DurabilityLab implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), "millrace-durability-"))
  readonly home = join(this.folder, "home")
  readonly model: CountingModel
  readonly flow: string
  readonly data: string
  readonly env: NodeJS.ProcessEnv

  private constructor(model: CountingModel, lines: number) {
    this.model = model
    const { flow, data } = writeVictim(this.folder, model.base, lines)
    this.flow = flow
    this.data = data
    this.env = { ...process.env, MILLRACE_HOME: this.home, NO_COLOR: "1" }
  }

  static async make(lines: number, latency: () => number): Promise<DurabilityLab> {
    const lab = new DurabilityLab(await CountingModel.start(latency), lines)
    await using millrace = await Millrace.open({ home: lab.home, env: lab.env })
    await millrace.connections.create(await millrace.connections.read(join(lab.folder, "model.yaml")))
    return lab
  }

  /** What creates the victim's run. */
  create(name: string, ...more: string[]): string[] {
    return ["run", "create", "--flow", this.flow, "--data", this.data, "--name", name, ...more]
  }

  /** A process that leads a group of its own. */
  start(
    args: string[],
    env: NodeJS.ProcessEnv = {},
    wrapped: string[] = [],
  ): ChildProcess & { ended: Promise<Ended> } {
    const [program = "", ...rest] = [...wrapped, process.execPath, CLI, ...args]
    const child = spawn(program, rest, {
      env: { ...this.env, ...env },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    })
    return Object.assign(child, { ended: ending(child) })
  }

  run(...args: string[]): Promise<Ended> {
    return this.start(args).ended
  }

  /** Until the model has been asked so often. Rejects if the process ends before. */
  async asked(questions: number, child: { ended: Promise<Ended> }): Promise<void> {
    let early: Ended | undefined
    void child.ended.then((ended) => {
      early = ended
    })
    while (this.model.total < questions) {
      if (early) throw new Error(`it ended with ${early.code}: ${early.output}`)
      await sleep(20)
    }
  }

  async withStore<T>(look: (store: Store) => Promise<T>, home = this.home): Promise<T> {
    await using store = await openStore({ home })
    return await look(store)
  }

  /** Answers of the model that the run's journal has. */
  answered(run: string, home = this.home): Promise<number> {
    return this.withStore(async (store) => {
      if (!(await store.runs.find(run))) return 0
      let count = 0
      for await (const event of store.journal.read(run))
        if (event.type === "node-end" && event.node === "ask" && !event.reused) count++
      return count
    }, home)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.model[Symbol.asyncDispose]()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

async function ending(child: ChildProcess): Promise<Ended> {
  let output = ""
  const add = (chunk: unknown) => {
    output += chunk
  }
  child.stdout?.on("data", add)
  child.stderr?.on("data", add)
  const [code] = (await once(child, "close")) as [number | null]
  return { code, output }
}

/** Ends a process with all its children. */
export function killGroup(leader: ChildProcess): void {
  try {
    process.kill(-(leader.pid as number), "SIGKILL")
  } catch {
    // it has just ended by itself
  }
}

/** Processes that work in a folder, and the children of a process: workers lead groups of their own. */
export function processesOf(folder: string, leader: number): number[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8")
      const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
      if (state === "Z") return []
      const isChild = parent === String(leader) || name === String(leader)
      return isChild || readlinkSync(`/proc/${name}/cwd`).startsWith(folder) ? [Number(name)] : []
    } catch {
      return []
    }
  })
}

/** Those that live two seconds after their leader's death. */
export async function orphans(folder: string, leader: number): Promise<number[]> {
  const deadline = performance.now() + 2000
  for (;;) {
    const left = processesOf(folder, leader)
    if (left.length === 0 || performance.now() > deadline) return left
    await sleep(20)
  }
}
