import { existsSync } from "node:fs"
import { homedir } from "node:os"
import { join } from "node:path"
import { MillraceError } from "@internal/schema"
import { findExecutable } from "./find-executable.ts"
import { REQUIREMENTS } from "./make-environment.ts"
import { readRequirements } from "./read-requirements.ts"
import { missingRequirements } from "./requirements.ts"
import { runCommand } from "./run-command.ts"
import type { RuntimeRecord } from "./runtime.ts"

/** How long an index of packages may take to say what it has. */
const PATIENCE_MS = 60_000

export interface InstalledPackage {
  name: string
  version: string
}

export interface RuntimeCheck {
  python: string
  /** By name. */
  packages: InstalledPackage[]
  /** Requirement lines that it does not satisfy. */
  missing: string[]
  /** The requirements file says something else than what was installed. */
  changed: boolean
  /** Packages of which there is a newer version; null: not asked, or nobody answered. */
  newer: (InstalledPackage & { latest: string })[] | null
}

// the folder it is started in is no place for modules
const LIST = `
import sys
sys.path = [entry for entry in sys.path if entry]
import json
from importlib.metadata import distributions
found = {}
for one in distributions():
    name = one.metadata["Name"]
    if name:
        found.setdefault(name.lower().replace("_", "-"), {"name": name, "version": one.version})
json.dump({"python": sys.version.split()[0], "packages": [found[key] for key in sorted(found)]}, sys.stdout)
`

/** Which Python an interpreter is and what is installed for it. Fails with RUNTIME_FAILED where it does not start. */
export async function installedPackages(
  interpreter: string,
): Promise<Pick<RuntimeCheck, "python" | "packages">> {
  const answer = await runCommand(interpreter, ["-c", LIST], { cwd: homedir() })
  if (answer.code === 0) return JSON.parse(answer.stdout)
  const reason = `it does not start: ${answer.stderr.trim().split("\n").at(-1) || `exit code ${answer.code}`}`
  throw new MillraceError("RUNTIME_FAILED", { path: interpreter, reason })
}

/** What is in a runtime that Millrace made, and what it lacks; `newer`: also asks the index, which takes a while. */
export async function checkRuntime(
  record: RuntimeRecord,
  { home, newer = false }: { home: string; newer?: boolean },
): Promise<RuntimeCheck> {
  const { interpreter, requirements, requirementsFile: file } = record
  const found = await installedPackages(interpreter)
  const wanted = file !== undefined && existsSync(file) ? readRequirements(file) : requirements
  const list = join(record.path, REQUIREMENTS)
  return {
    ...found,
    missing: existsSync(list) ? await missingRequirements(list, interpreter, home) : [],
    changed: wanted.join("\n") !== requirements.join("\n"),
    newer: newer ? await newerPackages(record) : null,
  }
}

/** Part of every environment, and never brought up to date with what it requires: the installer, and our stand-ins. */
const NOT_OURS = /^(pip|setuptools|wheel|promptflow([-_](core|devkit|tracing|tools))?)$/i

async function newerPackages({ interpreter, path }: RuntimeRecord): Promise<RuntimeCheck["newer"]> {
  const uv = findExecutable("uv")
  const [command, ...start] = uv ? [uv, "pip"] : [interpreter, "-m", "pip", "--disable-pip-version-check"]
  const args = [...start, "list", "--outdated", "--format", "json", ...(uv ? ["--python", interpreter] : [])]
  const options = { cwd: path, signal: AbortSignal.timeout(PATIENCE_MS) }
  const answer = await runCommand(command as string, args, options)
  if (answer.code !== 0) return null
  try {
    const list = JSON.parse(answer.stdout) as { name: string; version: string; latest_version: string }[]
    // without an index pip finds nothing newer, and says so only beside its answer
    if (list.length === 0 && /connection|resolve|retry|index/i.test(answer.stderr)) return null
    const required = list.filter(({ name }) => !NOT_OURS.test(name))
    return required.map(({ name, version, latest_version }) => ({ name, version, latest: latest_version }))
  } catch {
    return null
  }
}
