import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { MillraceError } from "@internal/schema"
import type { Places } from "../home.ts"

/**
 * Flows that lists leave out, by their absolute paths. They are kept in the home folder: what lies in a flow's own folder is
 * somebody's repository, which must not change for it.
 */
export function archivedFlows(places: Places): string[] {
  const file = fileOf(places)
  if (!existsSync(file)) return []
  try {
    const paths: unknown = JSON.parse(readFileSync(file, "utf8"))
    return Array.isArray(paths) ? paths.filter((one) => typeof one === "string") : []
  } catch {
    return [] // a file that cannot be read hides nothing
  }
}

/** Hides a flow from lists; it stays as it is, and runs. Fails with `FLOW_NOT_FOUND`. */
export function archiveFlow(places: Places, flow: string): void {
  const path = resolve(places.cwd, flow)
  if (!existsSync(path)) throw new MillraceError("FLOW_NOT_FOUND", { path: flow })
  const known = archivedFlows(places)
  const real = realPath(path)
  if (!known.includes(real)) write(places, [...known, real])
}

/** Shows it again, and forgets paths where nothing lies any more. */
export function restoreFlow(places: Places, flow: string): void {
  const real = realPath(resolve(places.cwd, flow))
  const known = archivedFlows(places)
  const rest = known.filter((path) => path !== real && existsSync(path))
  if (rest.length < known.length) write(places, rest)
}

/** With links resolved as far as there is something. */
function realPath(path: string): string {
  if (existsSync(path)) return realpathSync.native(path)
  const parent = dirname(path)
  return parent === path ? path : join(realPath(parent), path.slice(parent.length))
}

function fileOf({ home }: Places): string {
  return join(home, "archived-flows.json")
}

function write(places: Places, paths: readonly string[]): void {
  const file = fileOf(places)
  mkdirSync(dirname(file), { recursive: true })
  const temporary = `${file}.${process.pid}`
  writeFileSync(temporary, `${JSON.stringify([...paths].sort(), null, 2)}\n`)
  renameSync(temporary, file)
}
