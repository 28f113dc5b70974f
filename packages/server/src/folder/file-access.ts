import { createHash, randomUUID } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
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
  const now = existsSync(absolute) ? versionOf(readFileSync(absolute)) : null
  const bytes = Buffer.from(text)
  const version = versionOf(bytes)
  if (now === version) return { version }
  if (now !== base) throw new MillraceError("FILE_CHANGED", { path })
  put(absolute, bytes)
  return { version }
}

/** Whole or not at all; the file keeps its mode. */
export function put(absolute: string, bytes: Buffer): void {
  mkdirSync(dirname(absolute), { recursive: true })
  const temporary = join(dirname(absolute), `.${basename(absolute)}.${randomUUID().slice(0, 8)}.tmp`)
  const mode = existsSync(absolute) ? statSync(absolute).mode & 0o777 : 0o644
  try {
    writeFileSync(temporary, bytes, { mode })
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
  mkdirSync(dirname(target), { recursive: true })
  renameSync(source, target)
}
