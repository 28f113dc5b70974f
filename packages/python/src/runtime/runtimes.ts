import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs"
import { basename, isAbsolute, join, resolve } from "node:path"
import { MillraceError } from "@internal/schema"
import { forgetFailure, noteFailure, refuseKnownFailure } from "./failed-environment.ts"
import { findExecutable, isExecutable } from "./find-executable.ts"
import { findVenv, venvInterpreter } from "./find-venv.ts"
import { makeEnvironment, RECORD, updateEnvironment, writeRecord } from "./make-environment.ts"
import { readRequirements } from "./read-requirements.ts"
import { missingRequirements } from "./requirements.ts"
import type { Progress, Runtime, RuntimeRecord } from "./runtime.ts"
import { interpreterOf, systemPython } from "./system-python.ts"
import { withLock } from "./with-lock.ts"

export interface ResolveOptions {
  /** Absolute path of the flow folder. */
  folder: string
  /** Name of a runtime, path of an interpreter or a virtual environment, or a command: `python3`, `python3.12`. */
  runtime?: string
  /** Whether an environment may be made for the flow's requirements. Default true. */
  install?: boolean
  /** Folder where Millrace keeps its things; runtimes are in `runtimes` under it. */
  home: string
  onProgress?: Progress
  signal?: AbortSignal
}

/**
 * Which interpreter a flow uses: the one named; else a `.venv` or `venv` in or above the folder; else, when `python3`
 * lacks something of the flow's `requirements.txt`, an environment made for those requirements; else `python3`. If
 * making one fails, `python3` with a warning: the flow may not need what could not be installed.
 *
 * @throws MillraceError RUNTIME_NOT_FOUND, RUNTIME_FAILED
 */
export async function resolveRuntime(options: ResolveOptions): Promise<Runtime> {
  const { folder, home, runtime, install = true } = options
  if (runtime !== undefined) return named(runtime, options)
  const venv = findVenv(folder)
  if (venv !== undefined) return { name: venv, interpreter: venvInterpreter(venv) as string, kind: "venv" } // it has one
  const python = await systemPython(folder, home)
  const system: Runtime = { name: python, interpreter: python, kind: "system" }
  const file = join(folder, "requirements.txt")
  if (!existsSync(file)) return system
  const missing = await missingRequirements(file, python, home)
  if (missing.length === 0) return system
  if (!install) return { ...system, warning: `${python} lacks ${missing.join(", ")} of requirements.txt.` }
  try {
    return await managed(file, python, options)
  } catch (error) {
    if (!(error instanceof MillraceError) || options.signal?.aborted) throw error
    return {
      ...system,
      warning: `${error.message} Going on with ${python}, which lacks ${missing.join(", ")}.`,
    }
  }
}

async function named(runtime: string, { folder, home }: ResolveOptions): Promise<Runtime> {
  const record = readRecord(join(home, "runtimes", runtime))
  if (record !== undefined && !isAbsolute(runtime))
    return { name: runtime, interpreter: record.interpreter, kind: "named" }
  const path = resolve(runtime)
  const interpreter = venvInterpreter(path) ?? (isExecutable(path) ? path : undefined)
  if (interpreter !== undefined) return { name: path, interpreter, kind: "named" }
  const command = /^(?:python|pypy)[\w.-]*$/.test(runtime) ? findExecutable(runtime) : undefined
  if (command === undefined) throw new MillraceError("RUNTIME_NOT_FOUND", { name: runtime })
  return { name: runtime, interpreter: await interpreterOf(command, folder, home), kind: "named" }
}

/** The environment for a requirements file, made if it is not there. */
async function managed(file: string, python: string, options: ResolveOptions): Promise<Runtime> {
  const requirements = readRequirements(file)
  const hash = createHash("sha256")
    .update(JSON.stringify([python, requirements]))
    .digest("hex")
    .slice(0, 16)
  const path = join(options.home, "runtimes", hash)
  const before = readRecord(path)
  const record = await withLock(`${path}.lock`, options.signal, async () => {
    const { onProgress, signal } = options
    const known = readRecord(path)
    if (known) return known
    refuseKnownFailure(path)
    try {
      return await makeEnvironment({
        name: hash,
        path,
        python,
        requirements,
        managed: true,
        onProgress,
        signal,
      })
    } catch (thrown) {
      if (thrown instanceof MillraceError && !signal?.aborted) noteFailure(path, thrown)
      throw thrown
    }
  }).catch((thrown) => {
    if (before) return before // no lock can be taken, as on a read-only disk
    throw thrown
  })
  return { name: record.name, interpreter: record.interpreter, kind: "managed" }
}

export interface CreateOptions {
  name: string
  home: string
  /** Interpreter to make it from; default `python3` on PATH. */
  python?: string
  /** A requirements file, or lines. */
  requirements?: string | string[]
  onProgress?: Progress
  signal?: AbortSignal
}

/** @throws MillraceError RUNTIME_FAILED, USAGE for a name that is taken or is no name */
export async function createRuntime(options: CreateOptions): Promise<RuntimeRecord> {
  const { name, home, requirements = [] } = options
  if (!/^[\w][\w.-]{0,99}$/.test(name)) {
    throw new MillraceError("USAGE", {
      reason: `${name} is no name for a runtime: at most 100 letters, digits, dots, dashes, underscores.`,
    })
  }
  const path = join(home, "runtimes", name)
  if (readRecord(path) !== undefined) {
    throw new MillraceError("USAGE", {
      reason: `There is a runtime ${name} already: millrace runtime delete ${name}`,
    })
  }
  if (typeof requirements === "string" && !statSync(requirements, { throwIfNoEntry: false })?.isFile())
    throw new MillraceError("FILE_NOT_FOUND", {
      path: requirements,
      reason: "A runtime is made of the packages that a requirements file names.",
    })
  const python = options.python ?? (await systemPython(process.cwd(), home))
  const lines = typeof requirements === "string" ? readRequirements(requirements) : requirements
  const { onProgress, signal } = options
  return withLock(`${path}.lock`, signal, () =>
    makeEnvironment({
      name,
      path,
      python,
      requirements: lines,
      managed: false,
      requirementsFile: typeof requirements === "string" ? resolve(requirements) : undefined,
      onProgress,
      signal,
    }),
  )
}

/**
 * Newer versions of what a runtime requires, and what its requirements file says by now. One whose interpreter is gone is
 * made again.
 *
 * @throws MillraceError RUNTIME_NOT_FOUND, RUNTIME_FAILED
 */
export async function updateRuntime(
  name: string,
  { home, onProgress, signal }: Pick<CreateOptions, "home" | "onProgress" | "signal">,
): Promise<RuntimeRecord> {
  const record = anyRecord(name, home)
  const file = record.requirementsFile
  const requirements = file !== undefined && existsSync(file) ? readRequirements(file) : record.requirements
  return withLock(`${record.path}.lock`, signal, async () => {
    if (isExecutable(record.interpreter))
      return updateEnvironment(record, requirements, { onProgress, signal })
    const python = await systemPython(home, home)
    const { path, managed, requirementsFile } = record
    try {
      return await makeEnvironment({
        name,
        path,
        python,
        requirements,
        managed,
        requirementsFile,
        onProgress,
        signal,
      })
    } catch (thrown) {
      writeRecord(record) // what it was made of is not lost
      throw thrown
    }
  })
}

/** The runtimes that Millrace made, by name. */
export function listRuntimes(home: string): RuntimeRecord[] {
  return allRecords(home).filter(({ interpreter }) => isExecutable(interpreter))
}

/** Those whose interpreter is gone: the Python that they were made from has been removed. */
export function brokenRuntimes(home: string): RuntimeRecord[] {
  return allRecords(home).filter(({ interpreter }) => !isExecutable(interpreter))
}

function allRecords(home: string): RuntimeRecord[] {
  const folder = join(home, "runtimes")
  if (!existsSync(folder)) return []
  const records = readdirSync(folder).map((name) => writtenRecord(join(folder, name)))
  return records.filter((record) => record !== undefined).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** @throws MillraceError RUNTIME_NOT_FOUND */
export function showRuntime(name: string, home: string): RuntimeRecord {
  const record = listRuntimes(home).find((known) => known.name === name)
  if (record === undefined) throw new MillraceError("RUNTIME_NOT_FOUND", { name })
  return record
}

/**
 * Also forgets that the environment of that name could not be made.
 *
 * @throws MillraceError RUNTIME_NOT_FOUND
 */
export function deleteRuntime(name: string, home: string): void {
  if (basename(name) === name && forgetFailure(join(home, "runtimes", name))) return
  rmSync(anyRecord(name, home).path, { recursive: true, force: true })
}

function anyRecord(name: string, home: string): RuntimeRecord {
  return brokenRuntimes(home).find((known) => known.name === name) ?? showRuntime(name, home)
}

/** The record of a runtime that works. */
function readRecord(path: string): RuntimeRecord | undefined {
  const record = writtenRecord(path)
  return record && isExecutable(record.interpreter) ? record : undefined
}

function writtenRecord(path: string): RuntimeRecord | undefined {
  try {
    const record: RuntimeRecord = JSON.parse(readFileSync(join(path, RECORD), "utf8"))
    return typeof record?.interpreter === "string" ? record : undefined
  } catch {
    return undefined
  }
}
