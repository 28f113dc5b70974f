import { AsyncResource } from "node:async_hooks"
import childProcess, { type ChildProcess } from "node:child_process"
import { syncBuiltinESMExports } from "node:module"

type Name = "stdout" | "stderr"
type Options = { stdio?: unknown; silent?: boolean }
const NAMES: readonly (Name | undefined)[] = [undefined, "stdout", "stderr"]

/**
 * Child processes that inherit the output of a tool's thread would write to the terminal, into what the command prints:
 * it goes to the call that started them instead. What they inherit as input is empty.
 */
export function captureChildren(): void {
  const { spawn, fork, spawnSync, execSync, execFileSync } = childProcess
  const started =
    (start: (...given: never[]) => ChildProcess, usual?: string[]) =>
    (...given: unknown[]) => {
      const [first, options] = split(given)
      const stdio = options.stdio ?? (options.silent ? undefined : usual)
      const targets = targetsOf(stdio)
      if (targets.size === 0) return start(...(given as never[]))
      const child = start(...([...first, { ...options, stdio: piped(stdio, targets) }] as never[]))
      for (const [slot, name] of targets) {
        const stream = child.stdio[slot] as NodeJS.ReadableStream | null // null where it could not be started
        const said = AsyncResource.bind((text: string) => void process[name].write(text))
        stream?.setEncoding("utf8").on("data", said)
      }
      return child
    }
  const waited =
    (run: (...given: never[]) => unknown) =>
    (...given: unknown[]) => {
      const [first, options] = split(given)
      const targets = targetsOf(options.stdio)
      if (targets.size === 0) return run(...(given as never[]))
      // without stdio, Node itself writes what was said on stderr to ours
      const output = run(...([...first, { ...options, stdio: undefined }] as never[]))
      if (!targets.has(1)) return output
      process[targets.get(1) as Name].write(String(output)) // there, as just seen
      return null
    }
  Object.assign(childProcess, {
    spawn: started(spawn),
    fork: started(fork, ["inherit", "inherit", "inherit", "ipc"]),
    execSync: waited(execSync),
    execFileSync: waited(execFileSync),
    spawnSync: (...given: unknown[]) => {
      const [first, options] = split(given)
      const targets = targetsOf(options.stdio)
      const result = spawnSync(
        ...([...first, { ...options, stdio: piped(options.stdio, targets) }] as unknown as [string]),
      )
      for (const [slot, name] of targets) {
        const said = result.output?.[slot]
        if (said?.length) process[name].write(String(said))
        if (result.output) result.output[slot] = null
        Object.assign(result, { [NAMES[slot] as Name]: null })
      }
      return result
    },
  })
  syncBuiltinESMExports()
}

/** What is before the options, and the options. */
function split(given: unknown[]): [unknown[], Options] {
  const first = given.filter((item, i) => i === 0 || item !== undefined)
  const last = first.length > 1 ? first.at(-1) : undefined
  const isOptions = typeof last === "object" && last !== null && !Array.isArray(last)
  return isOptions ? [first.slice(0, -1), last as Options] : [first, {}]
}

/** The outputs of a child that would be those of this process, and which ones. */
function targetsOf(stdio: unknown): Map<1 | 2, Name> {
  const found = new Map<1 | 2, Name>()
  for (const slot of [1, 2] as const) {
    const asked = Array.isArray(stdio) ? stdio[slot] : stdio
    if (asked === "inherit") found.set(slot, NAMES[slot] as Name)
    else if (asked === 1 || asked === process.stdout) found.set(slot, "stdout")
    else if (asked === 2 || asked === process.stderr) found.set(slot, "stderr")
  }
  return found
}

function piped(stdio: unknown, targets: ReadonlyMap<number, Name>): unknown {
  if (targets.size === 0) return stdio
  const list = Array.isArray(stdio) ? [...stdio] : [stdio, stdio, stdio]
  for (const slot of targets.keys()) list[slot] = "pipe"
  if (list[0] === "inherit" || list[0] === 0) list[0] = "ignore"
  return list
}
