import { spawn } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"

export interface Measured {
  /** Seconds. */
  wall: number
  cpu: number
  /** MiB: the largest proportional set size of the process tree that was seen. */
  memory: number
  code: number
  stdout: string
}

/** Runs a command and measures it with its children: wall and CPU time by the shell, memory by looking every 50 ms. */
export function measureCommand(
  command: string[],
  options: { env?: Record<string, string>; cwd?: string; memory?: boolean } = {},
): Promise<Measured> {
  const script = 'TIMEFORMAT="@@ %R %U %S"; time "$@"'
  const child = spawn("bash", ["-c", script, "bash", ...command], {
    env: { ...process.env, ...options.env },
    cwd: options.cwd,
    stdio: ["ignore", "pipe", "pipe"],
  })
  let stdout = ""
  let stderr = ""
  child.stdout.on("data", (chunk) => {
    stdout += chunk
  })
  child.stderr.on("data", (chunk) => {
    stderr += chunk
  })
  let memory = 0
  const sampler = options.memory
    ? setInterval(() => {
        memory = Math.max(memory, treePss(child.pid as number))
      }, 50)
    : undefined
  return new Promise((resolve, reject) => {
    child.on("error", reject)
    child.on("close", (code) => {
      clearInterval(sampler)
      const times = /@@ ([\d.]+) ([\d.]+) ([\d.]+)/.exec(stderr)
      if (!times) return reject(new Error(`no times for ${command.join(" ")}:\n${stderr}`))
      resolve({
        wall: Number(times[1]),
        cpu: Number(times[2]) + Number(times[3]),
        memory,
        code: code ?? -1,
        stdout,
      })
    })
  })
}

/** Proportional set size of a process and its descendants, in MiB. */
function treePss(root: number): number {
  const children = new Map<number, number[]>()
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue
    const stat = read(`/proc/${name}/stat`)
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1])
    const list = children.get(parent)
    if (list) list.push(Number(name))
    else children.set(parent, [Number(name)])
  }
  let sum = 0
  const visit = (pid: number) => {
    sum += Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0)
    for (const child of children.get(pid) ?? []) visit(child)
  }
  visit(root)
  return sum / 1024
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return "" // the process has ended meanwhile
  }
}
