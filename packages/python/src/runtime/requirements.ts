import { createHash } from "node:crypto"
import { readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { MillraceError } from "@internal/schema"
import { pythonFiles } from "../python-files.ts"
import { FileCache } from "./file-cache.ts"
import { runCommand } from "./run-command.ts"

interface Check {
  missing: string[]
  site: string[]
}

/**
 * The lines of a requirements file that an interpreter does not satisfy; lines for promptflow count as satisfied. The
 * answer is kept in `home` while the file and the interpreter's package folders stay as they are.
 */
export async function missingRequirements(
  file: string,
  interpreter: string,
  home: string,
): Promise<string[]> {
  const cache = new FileCache(join(home, "requirements.json"))
  const key = `${interpreter}|${contentHash(file)}`
  const known = cache.get(key)
  if (isKnown(known) && known.stamp === stampOf(known.site)) return known.missing
  const answer = await runCommand(interpreter, [pythonFiles().worker, "--check", file])
  if (answer.code !== 0) {
    throw new MillraceError("RUNTIME_FAILED", {
      path: file,
      reason: `${interpreter} cannot read it: ${answer.stderr.trim().split("\n").at(-1) ?? ""}`,
      hint: "Check the requirements file, or name an interpreter with --runtime.",
    })
  }
  const check: Check = JSON.parse(answer.stdout)
  cache.set(key, { ...check, stamp: stampOf(check.site) })
  return check.missing
}

export function contentHash(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 16)
}

/** Folders change their time when a package is added to or removed from them. */
function stampOf(folders: string[]): string {
  return folders
    .map((folder) => {
      try {
        return statSync(folder).mtimeMs
      } catch {
        return 0
      }
    })
    .join("|")
}

function isKnown(value: unknown): value is Check & { stamp: string } {
  return (
    typeof value === "object" && value !== null && "stamp" in value && "missing" in value && "site" in value
  )
}
