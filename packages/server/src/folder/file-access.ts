import { createHash, randomUUID } from "node:crypto"
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { dirname, join } from "node:path"
import { MillraceError } from "@internal/schema"
import type { OpenedFolder } from "./opened-folder.ts"

/** Larger files are no text for an editor. */
const TEXT_BYTES = 5 * 1024 * 1024

export function versionOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 32)
}

export function readText(
  folder: OpenedFolder,
  path: string,
): { path: string; text: string | null; version: string } {
  const absolute = folder.inside(path)
  if (!existsSync(absolute) || !statSync(absolute).isFile())
    throw new MillraceError("FILE_NOT_FOUND", { path, reason: "It may have been moved or deleted." })
  const bytes = readFileSync(absolute)
  const text = bytes.length > TEXT_BYTES ? null : decoded(bytes)
  return { path, text, version: versionOf(bytes) }
}

function decoded(bytes: Buffer): string | null {
  if (bytes.includes(0)) return null
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Writes a file that is still as it was when it was read: `base` is its version then, null: it was not there. */
export function writeText(
  folder: OpenedFolder,
  path: string,
  text: string,
  base: string | null,
): { version: string } {
  const absolute = folder.inside(path)
  if (existsSync(absolute) && !statSync(absolute).isFile()) throw new MillraceError("FILE_EXISTS", { path })
  const now = existsSync(absolute) ? versionOf(readFileSync(absolute)) : null
  const bytes = Buffer.from(text)
  const version = versionOf(bytes)
  if (now === version) return { version }
  if (now !== base) throw new MillraceError("FILE_CHANGED", { path })
  atPath(path, () => put(absolute, bytes))
  return { version }
}

/** Whole or not at all; the file keeps its mode, and a link goes on to lead to it. */
export function put(path: string, bytes: Buffer): void {
  const absolute = existsSync(path) ? realpathSync.native(path) : path
  mkdirSync(dirname(absolute), { recursive: true })
  // without the file's own name, which may be as long as a name can be
  const temporary = join(dirname(absolute), `.${randomUUID().slice(0, 8)}.tmp`)
  const mode = existsSync(absolute) ? statSync(absolute).mode & 0o777 : undefined
  try {
    writeFileSync(temporary, bytes, { mode: mode ?? 0o644 })
    if (mode !== undefined) chmodSync(temporary, mode) // whatever the umask takes from new files
    renameSync(temporary, absolute)
  } catch (thrown) {
    rmSync(temporary, { force: true })
    throw thrown
  }
}

/** Moves something to where nothing is. */
export function move(folder: OpenedFolder, from: string, to: string): void {
  const source = folder.inside(from)
  const target = folder.inside(to)
  if (!existsSync(source))
    throw new MillraceError("FILE_NOT_FOUND", { path: from, reason: "It may have been moved." })
  if (existsSync(target)) throw new MillraceError("FILE_EXISTS", { path: to })
  atPath(to, () => {
    mkdirSync(dirname(target), { recursive: true })
    renameSync(source, target)
  })
}

const REASONS: Record<string, string> = {
  ENOTDIR: "a part of the path is a file",
  EEXIST: "a part of the path is a file",
  EISDIR: "it is a folder",
  ENAMETOOLONG: "its name is too long",
  EINVAL: "it would lie in itself, or its name is none that this machine can keep",
  EILSEQ: "its name is none that this machine can keep",
  EACCES: "this machine does not allow it",
  EPERM: "this machine does not allow it",
  EROFS: "this machine does not allow it",
  ENOSPC: "the disk is full",
}

/** What the file system says of making `path`, in words. Fails with `PATH_REFUSED`. */
export function atPath<T>(path: string, make: () => T): T {
  try {
    return make()
  } catch (thrown) {
    throw inWords(path, thrown)
  }
}

/** The same of something that takes a while. */
export async function whileAt<T>(path: string, make: () => Promise<T>): Promise<T> {
  try {
    return await make()
  } catch (thrown) {
    throw inWords(path, thrown)
  }
}

/** An error of the file system as `PATH_REFUSED`; anything else as it is. */
export function inWords(path: string | undefined, thrown: unknown): unknown {
  const reason = REASONS[(thrown as NodeJS.ErrnoException)?.code ?? ""]
  return reason && path !== undefined ? new MillraceError("PATH_REFUSED", { path, reason }) : thrown
}
