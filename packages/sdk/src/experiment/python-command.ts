import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"

/**
 * The command as the shell shall run it: `python`, as templates of the original have it, means `python3` where the `PATH`
 * has only that.
 */
export function pythonCommand(command: string, path: string | undefined): string {
  if (process.platform === "win32" || !/\bpython\b/.test(command)) return command
  const has = (name: string) => (path ?? "").split(delimiter).some((dir) => existsSync(join(dir, name)))
  return has("python") || !has("python3") ? command : `python() { python3 "$@"; }; ${command}`
}
