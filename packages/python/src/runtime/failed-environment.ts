import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { basename, dirname } from "node:path"
import { MillraceError } from "@internal/schema"

/** A note beside an environment that could not be made, so that not every command tries it again. */
function noteOf(path: string): string {
  return `${path}.failed`
}

export function noteFailure(path: string, error: Error): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(noteOf(path), error.message)
}

/** Removes the note; whether there was one. */
export function forgetFailure(path: string): boolean {
  const known = existsSync(noteOf(path))
  rmSync(noteOf(path), { force: true })
  return known
}

/** @throws MillraceError RUNTIME_FAILED if the environment at `path` could not be made for the same requirements before */
export function refuseKnownFailure(path: string): void {
  let said: string
  try {
    said = readFileSync(noteOf(path), "utf8")
  } catch {
    return
  }
  const retry = `millrace runtime delete --name ${basename(path)} --yes`
  const reason = `it could not be made before, and is not tried again until requirements.txt changes (or ${retry}); then, ${said}`
  throw new MillraceError(
    "RUNTIME_FAILED",
    { path, reason },
    { message: reason, hint: `Try it again: ${retry}` },
  )
}
