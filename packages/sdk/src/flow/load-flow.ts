import { readdirSync, statSync } from "node:fs"
import { join, resolve } from "node:path"
import { type Flow, flowKind, locateFlow, type PathListing, readFlow } from "@internal/flow"
import { type FolderReader, MillraceError } from "@internal/schema"
import { folderReader } from "./folder-reader.ts"
import { MergedFolder } from "./includes.ts"

/** A flow found on disk and read, nothing resolved or run yet. */
export interface LoadedFlow extends Disposable {
  /** As the user has it. */
  folder: string
  file: string
  /** Where it runs: the same folder, or a merged copy when it has `additional_includes`. */
  reader: FolderReader
  flow: Flow
}

/** Which folder and file a path means (spec 1.1). Fails with `FLOW_NOT_FOUND` or `FLOW_AMBIGUOUS`. */
export function findFlow(path: string, cwd: string): { folder: string; file: string } {
  const absolute = resolve(cwd, path)
  const { folder, file } = locateFlow(absolute, listing(absolute), { prompty: true })
  return { folder: resolve(folder), file }
}

/** Finds and reads a DAG flow. Fails as `findFlow` does, and with `FLOW_KIND_UNSUPPORTED` or `YAML_SYNTAX`. */
export function loadFlow(path: string, cwd: string): LoadedFlow {
  const found = findFlow(path, cwd)
  const { folder } = found
  const reader = folderReader(folder)
  if (!reader.exists(found.file)) {
    throw new MillraceError("FLOW_NOT_FOUND", { path: join(folder, found.file) }, { hint: "Check the path." })
  }
  const isPrompty = flowKind(found.file, false) === "prompty"
  const flow = isPrompty ? undefined : readFlow(reader, found.file)
  const kind = flow?.kind ?? "prompty"
  if (!flow || kind !== "dag")
    throw new MillraceError("FLOW_KIND_UNSUPPORTED", { path: join(folder, found.file), kind })
  if (flow.additionalIncludes.length === 0) {
    return { folder, file: found.file, reader, flow, [Symbol.dispose]() {} }
  }
  const merged = new MergedFolder(folder, flow.additionalIncludes)
  return {
    folder,
    file: found.file,
    reader: folderReader(merged.path),
    flow,
    [Symbol.dispose]: () => merged[Symbol.dispose](),
  }
}

function listing(path: string): PathListing {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats) return { kind: "missing" }
  return stats.isDirectory() ? { kind: "folder", names: readdirSync(path) } : { kind: "file" }
}
