import { randomUUID } from "node:crypto"
import { existsSync, mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs"
import { basename, dirname, join, sep } from "node:path"
import type { PassThrough } from "node:stream"
import { MillraceError } from "@internal/schema"
import { type Entry, fromBufferPromise, type ZipFile } from "yauzl"
import { ZipFile as ZipWriter } from "yazl"
import type { FlowFile } from "./flow-files.ts"

const MOST_FILES = 5000
const MOST_BYTES = 500 * 1024 * 1024
/** A file that grows by more than this is made to fill a disk. */
const MOST_RATIO = 200

/** Files as a zip. Fails with `FILE_UNREADABLE` for one that cannot be read, or that is written meanwhile. */
export async function zipFlow(files: readonly FlowFile[]): Promise<Buffer> {
  const zip = new ZipWriter()
  for (const { absolute, path, text } of files)
    if (text === undefined) zip.addFile(absolute, path)
    else zip.addBuffer(Buffer.from(text), path)
  zip.end()
  const output = zip.outputStream as PassThrough // as its documentation says
  zip.on("error", (error: Error) => output.destroy(error)) // else nobody hears it, and it ends the process
  const chunks: Buffer[] = []
  try {
    for await (const chunk of output) chunks.push(chunk as Buffer)
  } catch (thrown) {
    const { path: at, message } = thrown as NodeJS.ErrnoException
    const path = files.find(({ absolute }) => absolute === at)?.path ?? "A file of it"
    throw new MillraceError("FILE_UNREADABLE", { path, reason: message })
  }
  return Buffer.concat(chunks)
}

/**
 * Unpacks a zip into `to`, whole or not at all; a single folder around everything is left out. Answers how many files there
 * were. Fails with `ARCHIVE_INVALID` for paths that lead out, links, and what is too much.
 */
export async function unzipFlow(bytes: Buffer, to: string): Promise<number> {
  const staging = join(dirname(to), `.${randomUUID().slice(0, 8)}.importing`)
  try {
    const files = await contents(bytes)
    const around = commonFolder([...files.keys()])
    if (files.size === 0) throw refused("it holds no file")
    if (![...files.keys()].some(isFlowFile))
      throw refused("it holds no flow: no flow.dag.yaml, no flow.flex.yaml and no .prompty file")
    for (const [path, content] of files) {
      const target = join(staging, path.slice(around.length))
      if (!target.startsWith(staging + sep)) throw refused(`${path} leads out of the folder`)
      writeNew(target, content, path)
    }
    if (existsSync(to)) rmdirSync(to) // the caller has looked: it is empty
    renameSync(staging, to)
    return files.size
  } finally {
    if (existsSync(staging)) rmSync(staging, { recursive: true, force: true }) // fails where nothing can be
  }
}

/** A name may be too long, or that of a folder: an archive can hold what no folder can. */
function writeNew(target: string, content: Buffer, path: string): void {
  try {
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, content)
  } catch (thrown) {
    const { code = "" } = thrown as NodeJS.ErrnoException
    if (!["EEXIST", "EISDIR", "ENOTDIR", "ENAMETOOLONG", "EINVAL", "EILSEQ"].includes(code)) throw thrown
    throw refused(`${path} cannot be written beside its other files`)
  }
}

async function contents(bytes: Buffer): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  let total = 0
  try {
    const zip: ZipFile = await fromBufferPromise(bytes, { lazyEntries: true, strictFileNames: true })
    for await (const entry of zip.eachEntry()) {
      const path = checkedName(entry)
      if (path === undefined) continue
      if (files.size >= MOST_FILES) throw refused(`it holds more than ${MOST_FILES} files`)
      if (entry.uncompressedSize > MOST_RATIO * Math.max(entry.compressedSize, 1024))
        throw refused(`${path} is far larger than it looks`)
      if (total + entry.uncompressedSize > MOST_BYTES) throw refused("its files are larger than 500 MB")
      const chunks: Buffer[] = []
      for await (const chunk of await zip.openReadStreamPromise(entry)) {
        total += (chunk as Buffer).length
        if (total > MOST_BYTES) throw refused("its files are larger than 500 MB")
        chunks.push(chunk as Buffer)
      }
      files.set(path, Buffer.concat(chunks))
    }
  } catch (thrown) {
    if (thrown instanceof MillraceError) throw thrown
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    throw refused(
      reason.startsWith("End of central directory")
        ? "it is no zip file, or not all of one"
        : reason.replace(/\.$/, ""),
    )
  }
  return files
}

/** A file's path; undefined for a folder. */
function checkedName(entry: Entry): string | undefined {
  const path = entry.fileName
  // what the Finder adds to an archive
  if (path.startsWith("__MACOSX/") || basename(path) === ".DS_Store") return undefined
  const mode = (entry.externalFileAttributes >>> 16) & 0o170000
  if (mode === 0o120000) throw refused(`${path} is a link`)
  if (path.includes("\\") || path.startsWith("/") || /^[a-zA-Z]:/.test(path) || path.includes("\0"))
    throw refused(`${path} is no path in the folder`)
  const parts = path.split("/")
  if (parts.includes("..") || parts.some((part) => part.toLowerCase() === ".git"))
    throw refused(`${path} leads out of the folder`)
  return path.endsWith("/") ? undefined : path
}

function isFlowFile(path: string): boolean {
  return /(^|\/)flow\.(dag|flex)\.yaml$|\.prompty$/.test(path)
}

function commonFolder(paths: string[]): string {
  const first = `${paths[0]?.split("/", 1)[0]}/`
  return paths.every((path) => path.startsWith(first)) ? first : ""
}

function refused(reason: string): MillraceError {
  return new MillraceError("ARCHIVE_INVALID", { reason })
}
