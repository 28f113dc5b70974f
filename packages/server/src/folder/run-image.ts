import { existsSync, realpathSync } from "node:fs"
import { dirname, extname, isAbsolute, join, resolve, sep } from "node:path"
import type { RunInfo } from "@internal/sdk"
import { imageType } from "./image-type.ts"
import type { OpenedFolder } from "./opened-folder.ts"

/** Folders of a run that its images lie in; lines name them from there. */
const FOLDERS = ["flow_outputs", "flow_artifacts", ""]

/**
 * The image that a line of a run calls `path`, with its media type; undefined where there is none. It must lie in the run's
 * own folder or below the opened one, links resolved: a line may name any file of the machine.
 */
export function imageOfRun(
  { properties, data }: Pick<RunInfo, "properties" | "data">,
  opened: OpenedFolder,
  path: string,
): { file: string; type: string } | undefined {
  const type = imageType(extname(path))
  const own = typeof properties.output_path === "string" ? properties.output_path : ""
  if (type === undefined || path.includes("\0")) return undefined
  const from = [
    ...(own === "" ? [] : FOLDERS.map((folder) => join(own, folder))),
    ...(data === null ? [] : [dirname(data)]),
  ]
  const places = isAbsolute(path) ? [path] : from.map((folder) => resolve(folder, path))
  for (const place of places) {
    if (!existsSync(place)) continue
    const file = realpathSync.native(place)
    const isOwn = own !== "" && existsSync(own) && file.startsWith(realpathSync.native(own) + sep)
    if (imageType(extname(file)) === type && (isOwn || opened.named(file) !== null)) return { file, type }
  }
  return undefined
}
