import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { basename, dirname, join } from "node:path"
import { MillraceError } from "@internal/schema"
import type { DeletedFlow } from "@internal/schema/studio"
import { atPath, move } from "./file-access.ts"
import { findFlows } from "./find-flows.ts"
import { keepIncludes } from "./flow-files.ts"
import { OpenedFolder } from "./opened-folder.ts"

/** Of the opened folder; in it a folder for each deletion, and beside that where what is in it was. */
const TRASH = ".millrace/trash"

/** Deleting is moving to the trash; answers where it is. */
export function discard(folder: OpenedFolder, path: string): string {
  const absolute = folder.inside(path)
  if (absolute === folder.root) throw new MillraceError("PATH_OUTSIDE", { path })
  const deletion = newDeletion(folder)
  const trash = `${deletion}/${basename(absolute)}`
  try {
    move(folder, path, trash)
  } catch (thrown) {
    rmSync(folder.inside(deletion), { recursive: true, force: true })
    throw thrown
  }
  writeFileSync(folder.inside(`${deletion}.json`), `${JSON.stringify({ path })}\n`)
  return trash
}

/** Puts a copy of a file into the trash: another one takes its place. */
export function keep(folder: OpenedFolder, path: string): void {
  const deletion = newDeletion(folder)
  copyFileSync(folder.inside(path), folder.inside(`${deletion}/${basename(path)}`))
  writeFileSync(folder.inside(`${deletion}.json`), `${JSON.stringify({ path })}\n`)
}

/** A folder of its own. Git need not see it: what was deleted is in its history. */
function newDeletion(folder: OpenedFolder): string {
  return atPath(TRASH, () => makeDeletion(folder))
}

function makeDeletion(folder: OpenedFolder): string {
  const trash = folder.inside(TRASH)
  mkdirSync(trash, { recursive: true })
  const ignore = join(trash, ".gitignore")
  if (!existsSync(ignore)) writeFileSync(ignore, "*\n")
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, "-")
  for (let at = 1; ; at++) {
    const deletion = `${TRASH}/${stamp}${at === 1 ? "" : `-${at}`}`
    if (existsSync(folder.inside(deletion))) continue
    mkdirSync(folder.inside(deletion))
    return deletion
  }
}

/** The flows of the trash, newest first, read as text as those that are there. */
export function deletedFlows(folder: OpenedFolder): DeletedFlow[] {
  const trash = folder.inside(TRASH)
  if (!existsSync(trash)) return []
  const deletions = readdirSync(trash, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return deletions
    .flatMap(({ name }) => {
      const deletion = join(trash, name)
      const deletedAt = statSync(deletion).mtimeMs
      return findFlows(new OpenedFolder(deletion))
        .filter(({ path }) => path !== "." && !path.includes("/"))
        .map(({ path, ...flow }) => {
          const at = `${TRASH}/${name}/${path}`
          return { ...flow, path: originOf(folder, at), trash: at, deletedAt }
        })
    })
    .sort((a, b) => b.deletedAt - a.deletedAt)
}

/** Moves something from the trash to where it was, or to `to`; answers where that is. Fails with `FILE_EXISTS`. */
export function undelete(folder: OpenedFolder, trash: string, to = originOf(folder, trash)): string {
  const from = needTrash(folder, trash)
  const origin = originOf(folder, trash)
  move(folder, trash, to)
  if (to !== origin) keepIncludes(folder.inside(origin), folder.inside(to))
  forget(dirname(from))
  return to
}

/** Deletes something of the trash for good. */
export function purge(folder: OpenedFolder, trash: string): void {
  const absolute = needTrash(folder, trash)
  rmSync(absolute, { recursive: true, force: true })
  forget(dirname(absolute))
}

/** Where it was; what nobody has written down was right in the opened folder. */
function originOf(folder: OpenedFolder, trash: string): string {
  try {
    const { path } = JSON.parse(readFileSync(`${folder.inside(dirname(trash))}.json`, "utf8"))
    if (typeof path === "string") return path
  } catch {
    // deleted by an earlier version
  }
  return basename(trash)
}

/** Only something that was deleted, and not by a link that leads to what was not. */
function needTrash(folder: OpenedFolder, trash: string): string {
  const absolute = folder.inside(trash)
  const isThere = /^\.millrace\/trash\/[^/]+\/[^/]+$/.test(trash) && existsSync(absolute)
  if (!isThere || realpathSync.native(dirname(absolute)) !== dirname(absolute))
    throw new MillraceError("FILE_NOT_FOUND", {
      path: trash,
      reason: "It is not in the trash of the opened folder.",
    })
  return absolute
}

/** Nothing more of that deletion is there. */
function forget(deletion: string): void {
  if (readdirSync(deletion).length > 0) return
  rmdirSync(deletion)
  rmSync(`${deletion}.json`, { force: true })
}
