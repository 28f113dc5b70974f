import { type ChildProcessByStdio, spawn } from "node:child_process"
import { mkdirSync } from "node:fs"
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { createInterface, type Interface } from "node:readline"
import type { Readable, Writable } from "node:stream"

export type Ran = { exit: number; stdout: string; stderr: string }

/** A program with the words of `pf`. Its home folder is fixed when it starts. */
export interface Program {
  run(argv: string[], options: { cwd: string; env?: Record<string, string> }): Promise<Ran>
  stop(): Promise<void>
}

/** Settings that keep a test from the network, the user's home and progress bars. */
export function environment(home: string): Record<string, string> {
  const kept = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(PF_|MILLRACE_|OPENAI_|AZURE_|PROMPTFLOW_)/.test(name)),
  ) as Record<string, string> // the filter keeps only entries, whose values are text
  return {
    ...kept,
    HOME: home,
    PF_DISABLE_TELEMETRY: "true",
    PF_WORKER_COUNT: "2",
    COLUMNS: "80",
    NO_PROXY: "127.0.0.1",
    no_proxy: "127.0.0.1",
  }
}

/** Any command that understands the words, started anew for each. */
export function commandProgram(command: string[], home: string): Program {
  const [file = "", ...first] = command
  mkdirSync(home, { recursive: true })
  return {
    run: (argv, { cwd, env }) =>
      new Promise((resolve, reject) => {
        const child = spawn(file, [...first, ...argv], {
          cwd,
          env: { ...environment(home), ...env },
          stdio: ["ignore", "pipe", "pipe"],
        })
        const stdout: Buffer[] = []
        const stderr: Buffer[] = []
        child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk))
        child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk))
        child.on("error", reject)
        child.on("close", (code) =>
          resolve({
            exit: code ?? -1,
            stdout: Buffer.concat(stdout).toString(),
            stderr: Buffer.concat(stderr).toString(),
          }),
        )
      }),
    stop: async () => undefined,
  }
}

/** An original `pf`, through a server that loads its modules once (2 s) and forks for every command (0.1 s). */
export async function originalProgram(pf: string, home: string): Promise<Program> {
  await mkdir(join(home, ".promptflow"), { recursive: true })
  const id = "00000000-0000-0000-0000-000000000000"
  const settings = `telemetry:\n  enabled: false\ntrace:\n  destination: none\ncli:\n  installation_id: ${id}\n`
  await writeFile(join(home, ".promptflow", "pf.yaml"), settings)
  const now = new Date().toISOString().replace("T", " ").replace("Z", "000")
  await writeFile(
    join(home, ".promptflow", "pf_version_check.json"),
    JSON.stringify({ last_check_time: now, last_hint_time: now, latest_version: "0.0.0" }),
  )
  const warm = join(home, "warm")
  await mkdir(warm, { recursive: true })
  await writeFile(
    join(warm, "up.py"),
    "from promptflow.core import tool\n\n\n@tool\ndef up(x: str):\n    return x\n",
  )
  await writeFile(
    join(warm, "flow.dag.yaml"),
    "inputs: {x: {type: string, default: a}}\noutputs: {o: {type: string, reference: '${up.output}'}}\nnodes: [{name: up, type: python, source: {type: code, path: up.py}, inputs: {x: '${inputs.x}'}}]\n",
  )
  const python = join(dirname(pf), "python")
  const child = spawn(python, [join(import.meta.dirname, "original-server.py"), warm], {
    env: environment(home),
    stdio: ["pipe", "pipe", "inherit"],
  })
  const lines = createInterface({ input: child.stdout })
  await nextLine(lines)
  return serverProgram(child, lines, home)
}

function serverProgram(
  child: ChildProcessByStdio<Writable, Readable, null>,
  lines: Interface,
  home: string,
): Program {
  const stdout = join(home, "stdout")
  const stderr = join(home, "stderr")
  return {
    async run(argv, { cwd, env = {} }) {
      child.stdin.write(`${JSON.stringify({ argv, cwd, env, stdout, stderr })}\n`)
      const { code } = JSON.parse(await nextLine(lines))
      return { exit: code, stdout: await readFile(stdout, "utf8"), stderr: await readFile(stderr, "utf8") }
    },
    async stop() {
      child.stdin.end()
      await new Promise((resolve) => child.once("close", resolve))
    },
  }
}

function nextLine(lines: Interface): Promise<string> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error("the original's server ended; see its messages above"))
    lines.once("close", ended)
    lines.once("line", (line) => {
      lines.off("close", ended)
      resolve(line)
    })
  })
}
