import { constants, copyFileSync, existsSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import type { Value } from "@internal/value"

const BASIC = /^data:image\/.*;path$/

/**
 * Outputs as `flow_outputs` has them (spec 4.10): images, which the records of lines keep in `flow_artifacts`, are there a
 * second time, under the same names, and named from there.
 */
export function publishImages(outputs: Value, runFolder: string): Value {
  return mapArtifacts(outputs, runFolder, (file) => {
    const from = join(runFolder, "flow_artifacts", file)
    const to = join(runFolder, "flow_outputs", file)
    try {
      if (!existsSync(to)) copyFileSync(from, to, constants.COPYFILE_FICLONE)
      return file
    } catch {
      return from // the image is gone; its record says where it was
    }
  })
}

/** The same outputs for a run over this one: with the full paths of those files. */
export function publishedImages(outputs: Value, runFolder: string): Value {
  return mapArtifacts(outputs, runFolder, (file) => join(runFolder, "flow_outputs", file))
}

function mapArtifacts(value: Value, runFolder: string, replace: (file: string) => string): Value {
  if (Array.isArray(value)) {
    const items = value.map((item) => mapArtifacts(item, runFolder, replace))
    return items.some((item, i) => item !== value[i]) ? items : value
  }
  if (!(value instanceof Map)) return value
  const entries = Array.from(value, ([key, item]) => {
    const isPath = typeof item === "string" && (BASIC.test(key) || key === "path")
    if (!isPath) return [key, mapArtifacts(item, runFolder, replace)] as const
    const isOurs = dirname(item) === join(runFolder, "flow_artifacts")
    return [key, isOurs ? replace(basename(item)) : item] as const
  })
  return entries.some(([key, item]) => item !== value.get(key)) ? new Map(entries) : value
}
