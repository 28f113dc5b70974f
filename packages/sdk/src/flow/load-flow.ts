import { existsSync, readdirSync, statSync } from "node:fs"
import { basename, dirname, isAbsolute, join, resolve } from "node:path"
import {
  diagnosticOf,
  type Flow,
  flowKind,
  locateFlow,
  type PathListing,
  readEntryName,
  readFlow,
  readPrompty,
} from "@internal/flow"
import { type FolderReader, MillraceError } from "@internal/schema"
import { str } from "@internal/value"
import { linkedPath } from "../linked-path.ts"
import { folderReader } from "./folder-reader.ts"
import { MergedFolder } from "./includes.ts"

/** A flow found on disk and read, nothing resolved or run yet. */
export interface LoadedFlow extends Disposable {
  /** As the user has it. */
  folder: string
  file: string
  /** Folder of its code as the user has it: where tests leave their details. Another than `folder` if a flex flow says so. */
  code: string
  /** Where it runs: the folder of its code, or a merged copy when it has `additional_includes`. */
  reader: FolderReader
  flow: Flow
}

/** Which folder and file a path means (spec 1.1). Fails with `FLOW_NOT_FOUND` or `FLOW_AMBIGUOUS`. */
export function findFlow(path: string, cwd: string): { folder: string; file: string } {
  const callable = callableReader(path, cwd)
  if (callable) return { folder: callable.root, file: CALLABLE_FILE }
  const absolute = resolve(cwd, path)
  const { folder, file } = locateFlow(absolute, listing(absolute), { prompty: true })
  return { folder: linkedPath(resolve(folder)), file }
}

export interface LoadOptions {
  /** To look at it, not to run it: what `additional_includes` lacks is among the flow's diagnostics. */
  incomplete?: boolean
}

/**
 * Finds and reads a flow of any kind, or makes one of a callable (`module:name`). `env` is what a prompty's `${env:…}`
 * means. Fails as `findFlow` does, and with `FILE_NOT_FOUND` for a file that is to be included.
 */
export function loadFlow(
  path: string,
  cwd: string,
  env: Record<string, string | undefined> = process.env,
  options: LoadOptions = {},
): LoadedFlow {
  const callable = callableReader(path, cwd)
  if (callable)
    return opened(readFlow(callable, CALLABLE_FILE), { reader: callable, file: CALLABLE_FILE, ...options })
  const found = findFlow(path, cwd)
  const { folder } = found
  const reader = folderReader(folder)
  if (!reader.exists(found.file)) {
    throw new MillraceError("FLOW_NOT_FOUND", { path: join(folder, found.file) }, { hint: "Check the path." })
  }
  const isPrompty = flowKind(found.file, false) === "prompty"
  const flow = isPrompty ? readPrompty(reader, found.file, { env }) : readFlow(reader, found.file, { env })
  return opened(flow, { reader, file: found.file, ...options })
}

/** The flow with its code in place: includes merged, the folder of a flex flow's code entered. */
function opened(
  flow: Flow,
  { reader, file, incomplete = false }: { reader: FolderReader; file: string } & LoadOptions,
): LoadedFlow {
  const folder = reader.root
  const inner = flow.flex?.code ?? ""
  const code = resolve(folder, inner)
  if (flow.additionalIncludes.length === 0) {
    const codeReader = inner === "" ? reader : folderReader(code)
    return { folder, file, code, reader: codeReader, flow, [Symbol.dispose]() {} }
  }
  const merged = new MergedFolder(folder, flow.additionalIncludes, (include, path) => {
    const items = flow.yaml.entries?.get("additional_includes")?.node.items
    const place = items?.find((item) => str(item.value) === include)?.place ?? { file }
    const reason = "It is named in additional_includes."
    const error = new MillraceError("FILE_NOT_FOUND", { path, reason }, { place })
    if (!incomplete) throw error
    flow.diagnostics.push(diagnosticOf(error, place, {}))
  })
  return {
    folder,
    file,
    code,
    reader: folderReader(resolve(merged.path, inner)),
    flow: { ...flow, raw: new Map([...flow.raw].filter(([key]) => key !== "additional_includes")) }, // spec 1.7
    [Symbol.dispose]: () => merged[Symbol.dispose](),
  }
}

/** Where a test of the flow leaves its files (spec 3.10): a prompty's own folder, since several share theirs. */
export function testFolder({ code, flow }: Pick<LoadedFlow, "code" | "flow">): string {
  const folder = join(code, ".promptflow")
  return flow.kind === "prompty" ? join(folder, flow.name) : folder
}

const CALLABLE_FILE = "flow.flex.yaml"

/** The folder that `--flow module:name` is relative to, as if it held a flex flow of that entry (surface.md 1.1). */
function callableReader(path: string, cwd: string): FolderReader | undefined {
  // what `resolve` has made of it names the folder before the module
  const entry = isAbsolute(path) ? basename(path) : path
  if (!readEntryName(entry) || existsSync(resolve(cwd, path))) return undefined
  const reader = folderReader(isAbsolute(path) ? dirname(path) : cwd)
  const text = `entry: ${entry}\n`
  return { ...reader, read: (name) => (name === CALLABLE_FILE ? text : reader.read(name)) }
}

function listing(path: string): PathListing {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats) return { kind: "missing" }
  return stats.isDirectory() ? { kind: "folder", names: readdirSync(path) } : { kind: "file" }
}
