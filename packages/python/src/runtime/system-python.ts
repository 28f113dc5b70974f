import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from "node:fs"
import { homedir } from "node:os"
import { dirname, join } from "node:path"
import { MillraceError } from "@internal/schema"
import { platformOf } from "../platform.ts"
import { FileCache } from "./file-cache.ts"
import { findExecutable, isExecutable } from "./find-executable.ts"
import { runCommand } from "./run-command.ts"

/** The Python on PATH. */
export async function systemPython(folder: string, home: string): Promise<string> {
  const { executable } = platformOf()
  const found = findExecutable(executable) ?? findExecutable("python")
  if (found === undefined) {
    throw new MillraceError("RUNTIME_FAILED", {
      path: folder,
      reason: `there is no ${executable} on PATH`,
      hint: "Install Python 3.9 or later (Debian, Ubuntu: sudo apt install python3 python3-venv).",
    })
  }
  return interpreterOf(found, folder, home)
}

/**
 * What a command starts. A launcher that is a script (pyenv's shims take 0.1 s) is asked once where the interpreter is;
 * the answer is kept in `home` as long as the launcher and what it decides by stay as they are.
 */
export async function interpreterOf(command: string, folder: string, home: string): Promise<string> {
  return isScript(command) ? launched(command, folder, home) : command
}

function isScript(file: string): boolean {
  const start = Buffer.alloc(2)
  const handle = openSync(file, "r")
  readSync(handle, start, 0, 2, 0)
  closeSync(handle)
  return start.toString("latin1") === "#!"
}

async function launched(launcher: string, folder: string, home: string): Promise<string> {
  const cache = new FileCache(join(home, "interpreters.json"))
  const key = `${launcher}|${statSync(launcher).mtimeMs}|${choices(folder)}`
  const known = cache.get(key)
  if (typeof known === "string" && isExecutable(known)) return known
  const answer = await runCommand(launcher, ["-c", "import sys; print(sys.executable)"], {
    cwd: existsSync(folder) ? folder : homedir(), // Millrace's home, before anything is kept there
  })
  const interpreter = answer.stdout.trim()
  if (answer.code !== 0 || !isExecutable(interpreter)) {
    throw new MillraceError("RUNTIME_FAILED", {
      path: folder,
      reason: `${launcher} does not start Python: ${answer.stderr.trim() || `exit code ${answer.code}`}`,
      hint: "Check it in this folder: python3 --version",
    })
  }
  cache.set(key, interpreter)
  return interpreter
}

/** What a version manager chooses by: its variable, the nearest `.python-version`, its global choice. */
function choices(folder: string): string {
  const parts = [process.env.PYENV_VERSION ?? "", process.env.ASDF_PYTHON_VERSION ?? ""]
  for (let at = folder; ; at = dirname(at)) {
    const local = read(join(at, ".python-version"))
    if (local !== undefined) parts.push(local)
    if (local !== undefined || at === dirname(at)) break
  }
  parts.push(read(join(process.env.PYENV_ROOT ?? join(homedir(), ".pyenv"), "version")) ?? "")
  return parts.join("|")
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim()
  } catch {
    return undefined
  }
}
