import { existsSync, statSync } from "node:fs"
import { homedir } from "node:os"
import { dirname, join } from "node:path"
import { platformOf } from "../platform.ts"
import { isExecutable } from "./find-executable.ts"

/** The interpreter of a virtual environment folder, if it is one. */
export function venvInterpreter(folder: string): string | undefined {
  const interpreter = join(folder, platformOf().venvPython)
  return isExecutable(interpreter) ? interpreter : undefined
}

/**
 * `.venv` or `venv` in the folder or above it, up to the repository's root or the home folder. Only what the user owns
 * is taken: a folder that others can write above the flow must not decide what runs.
 */
export function findVenv(folder: string, home = homedir()): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    for (const name of [".venv", "venv"]) {
      const candidate = join(at, name)
      if (venvInterpreter(candidate) !== undefined && isOwn(candidate)) return candidate
    }
    if (at === home || at === dirname(at) || existsSync(join(at, ".git"))) return undefined
  }
}

function isOwn(path: string): boolean {
  return process.getuid === undefined || statSync(path).uid === process.getuid()
}
