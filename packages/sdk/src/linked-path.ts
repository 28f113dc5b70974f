import { existsSync, realpathSync } from "node:fs"

/** Where a path leads when links are followed, as the original does before it names a run; a path to nothing as it is. */
export function linkedPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : path
}
