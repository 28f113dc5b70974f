import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { MillraceError } from "@internal/schema"
import { findExecutable } from "./find-executable.ts"
import { venvInterpreter } from "./find-venv.ts"
import { runCommand } from "./run-command.ts"
import type { Progress, RuntimeRecord } from "./runtime.ts"
import { writeStubDistributions } from "./stub-distributions.ts"

export interface EnvironmentOptions {
  name: string
  path: string
  /** Interpreter that the environment is made from. */
  python: string
  /** Requirement lines, without promptflow's. */
  requirements: string[]
  managed: boolean
  requirementsFile?: string | undefined
  onProgress?: Progress | undefined
  signal?: AbortSignal | undefined
}

/** The file whose presence says that an environment is complete. */
export const RECORD = "millrace-runtime.json"
/** Beside it: what was installed. */
export const REQUIREMENTS = "millrace-requirements.txt"

const SITE =
  "import sysconfig; print(sysconfig.get_paths()['purelib']); import sys; print(sys.version.split()[0])"

/** Makes a virtual environment with `uv` if it is on PATH, else `venv` and `pip`. Leaves nothing behind if it fails. */
export async function makeEnvironment(options: EnvironmentOptions): Promise<RuntimeRecord> {
  const { path, python, requirements } = options
  const uv = findExecutable("uv")
  const run = runner(options)
  mkdirSync(dirname(path), { recursive: true })
  rmSync(path, { recursive: true, force: true })
  try {
    const venv = uv ? [uv, "venv", "--quiet", "--python", python, path] : [python, "-m", "venv", path]
    await run(venv[0] as string, venv.slice(1), `Making the environment ${options.name}`) // never empty
    const interpreter = venvInterpreter(path)
    if (interpreter === undefined)
      throw failure(path, "Making the environment", "it has no interpreter", python)
    const [site = "", version = ""] = (await run(interpreter, ["-c", SITE], "Looking at it")).split("\n")
    writeStubDistributions(site)
    await install(run, { path, interpreter, requirements })
    const record: RuntimeRecord = {
      name: options.name,
      path,
      interpreter,
      python: version,
      requirements,
      managed: options.managed,
      created: new Date().toISOString(),
      ...(options.requirementsFile !== undefined && { requirementsFile: options.requirementsFile }),
    }
    return writeRecord(record)
  } catch (error) {
    rmSync(path, { recursive: true, force: true })
    throw error
  }
}

/** Brings the packages of an environment up to date, or to other requirements. One that fails stays as it is. */
export async function updateEnvironment(
  record: RuntimeRecord,
  requirements: string[],
  options: Pick<EnvironmentOptions, "onProgress" | "signal">,
): Promise<RuntimeRecord> {
  const { path, interpreter } = record
  await install(runner({ ...options, path, python: interpreter }), {
    path,
    interpreter,
    requirements,
    upgrade: true,
  })
  return writeRecord({ ...record, requirements, updated: new Date().toISOString() })
}

export function writeRecord(record: RuntimeRecord): RuntimeRecord {
  mkdirSync(record.path, { recursive: true })
  writeFileSync(join(record.path, RECORD), JSON.stringify(record, null, 2))
  return record
}

type Run = (command: string, args: string[], what: string) => Promise<string>

/** Runs a command of the making, tells its lines, and fails as the making does. */
function runner({
  path,
  python,
  onProgress,
  signal,
}: Pick<EnvironmentOptions, "path" | "python" | "onProgress" | "signal">): Run {
  return async (command, args, what) => {
    onProgress?.(what)
    const result = await runCommand(command, args, {
      ...(onProgress && { onLine: onProgress }),
      ...(signal && { signal }),
    })
    if (signal?.aborted) throw new MillraceError("RUNTIME_FAILED", { path, reason: "it was cancelled" })
    if (result.code !== 0) throw failure(path, what, result.stderr || result.stdout, python)
    return result.stdout
  }
}

async function install(
  run: Run,
  {
    path,
    interpreter,
    requirements,
    upgrade = false,
  }: { path: string; interpreter: string; requirements: string[]; upgrade?: boolean },
): Promise<void> {
  const list = join(path, REQUIREMENTS)
  if (requirements.length === 0) return rmSync(list, { force: true })
  writeFileSync(list, `${requirements.join("\n")}\n`)
  const uv = findExecutable("uv")
  const [command, ...args] = uv
    ? [uv, "pip", "install", "--python", interpreter]
    : [interpreter, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
  // also what the requirements need in their turn, as uv does
  const newest = uv ? ["--upgrade"] : ["--upgrade", "--upgrade-strategy", "eager"]
  await run(
    command as string, // never empty
    [...args, ...(upgrade ? newest : []), "-r", list],
    `Installing ${requirements.join(", ")}`,
  )
}

function failure(path: string, what: string, output: string, python: string): MillraceError {
  const lines = output.trim().split("\n")
  const bare = /ensurepip|No module named (venv|pip)/.test(output)
  return new MillraceError("RUNTIME_FAILED", {
    path,
    reason: `${what} failed: ${lines.slice(-6).join("\n")}`,
    hint: bare
      ? "Install what is missing (Debian, Ubuntu: sudo apt install python3-venv), or uv: https://docs.astral.sh/uv"
      : `Try it by hand: ${python} -m venv .venv, then .venv/bin/pip install -r requirements.txt; --no-install skips this step.`,
  })
}
