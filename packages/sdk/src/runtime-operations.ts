import { resolve } from "node:path"
import * as python from "@internal/python"
import { MillraceError } from "@internal/schema"
import type { Progress } from "./api/execution.ts"
import type { RuntimeCheck, RuntimeInfo } from "./api/runtimes.ts"
import type { Context } from "./context.ts"

const SYSTEM = "python3"

/** The runtimes that Millrace made, and what the working folder would use; `careful`: what a folder without a Python would. */
export async function listRuntimes(
  context: Context,
  { careful = false }: { careful?: boolean } = {},
): Promise<RuntimeInfo[]> {
  const { home } = context.places
  const cwd = careful ? home : context.places.cwd
  const current = await currentRuntime(cwd, home)
  const working = python.listRuntimes(home).map((record) => ({
    ...infoOf(record),
    current: record.interpreter === current?.interpreter,
  }))
  const made = [...working, ...python.brokenRuntimes(home).map((record) => infoOf(record, "broken"))]
  if (!current || made.some((runtime) => runtime.current)) return made
  const pool = python.openPythonPool({ interpreter: current.interpreter, folder: cwd })
  const version = await pool.version().finally(() => pool[Symbol.asyncDispose]())
  const isVenv = current.kind === "venv"
  const info: RuntimeInfo = {
    name: isVenv ? current.name : SYSTEM,
    interpreter: current.interpreter,
    version,
    kind: isVenv ? "folder" : "system",
    status: "ready",
    current: true,
  }
  return [info, ...made]
}

export async function createRuntime(
  context: Context,
  options: { name: string; requirements?: string; python?: string },
  progress?: (progress: Progress) => void,
  signal?: AbortSignal,
): Promise<RuntimeInfo> {
  const { cwd, home } = context.places
  return infoOf(
    await python.createRuntime({
      name: options.name,
      home,
      ...(options.python !== undefined && { python: options.python }),
      ...(options.requirements !== undefined && { requirements: resolve(cwd, options.requirements) }),
      onProgress: (step) => progress?.({ type: "setup", step }),
      ...(signal && { signal }),
    }),
  )
}

export async function checkRuntime(
  context: Context,
  name: string,
  { careful, newer }: { careful?: boolean; newer?: boolean } = {},
): Promise<RuntimeCheck> {
  const { home } = context.places
  const info = await getRuntime(context, name, careful ? { careful } : {})
  if (info.status === "broken")
    throw new MillraceError(
      "RUNTIME_FAILED",
      { path: info.interpreter, reason: "the Python that it was made from is gone" },
      { hint: `Make it again: millrace runtime update --name ${name}` },
    )
  if (info.kind !== "managed") {
    const { python: version, packages } = await python.installedPackages(info.interpreter)
    return { name, version, packages, missing: [], changed: false, newer: null }
  }
  const record = python.showRuntime(name, home)
  const { python: version, ...found } = await python.checkRuntime(record, { home, ...(newer && { newer }) })
  return { name, version, ...found }
}

export async function updateRuntime(
  context: Context,
  name: string,
  progress?: (progress: Progress) => void,
  signal?: AbortSignal,
): Promise<RuntimeInfo> {
  const { home } = context.places
  const onProgress = (step: string) => progress?.({ type: "setup", step })
  return infoOf(await python.updateRuntime(name, { home, onProgress, ...(signal && { signal }) }))
}

export async function getRuntime(
  context: Context,
  name: string,
  options?: { careful?: boolean },
): Promise<RuntimeInfo> {
  const found = (await listRuntimes(context, options)).find((runtime) => runtime.name === name)
  return found ?? infoOf(python.showRuntime(name, context.places.home))
}

export async function deleteRuntime(context: Context, name: string): Promise<void> {
  python.deleteRuntime(name, context.places.home)
}

async function currentRuntime(cwd: string, home: string) {
  try {
    return await python.resolveRuntime({ folder: cwd, home, install: false })
  } catch (thrown) {
    if (thrown instanceof MillraceError) return undefined // no Python at all
    throw thrown
  }
}

function infoOf(record: python.RuntimeRecord, status: RuntimeInfo["status"] = "ready"): RuntimeInfo {
  return {
    name: record.name,
    interpreter: record.interpreter,
    version: record.python,
    kind: "managed",
    status,
    folder: record.path,
    packages: record.requirements,
    created: record.created,
    ...(record.updated !== undefined && { updated: record.updated }),
    ...(record.requirementsFile !== undefined && { requirementsFile: record.requirementsFile }),
    current: false,
  }
}
