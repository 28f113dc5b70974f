import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { basename, join, resolve } from "node:path"
import { MillraceError } from "@internal/schema"
import { type Zippable, zipSync } from "fflate"

/**
 * A flow folder with its `additional_includes` copied in under their base names (spec 1.7), `NAME.zip` as a zip of the folder
 * `NAME` where only that is; removed when disposed.
 * `lacks` hears of one that is not there, and may throw.
 */
export class MergedFolder implements Disposable {
  readonly path: string

  constructor(folder: string, includes: readonly string[], lacks: (include: string, path: string) => void) {
    this.path = mkdtempSync(join(tmpdir(), "millrace-flow-"))
    try {
      cpSync(folder, this.path, {
        recursive: true,
        dereference: true,
        filter: (from) => basename(from) !== ".promptflow",
      })
      for (const include of includes) {
        const from = resolve(folder, include)
        const zipped = from.replace(/\.zip$/, "")
        if (existsSync(from)) this.#include(from)
        else if (zipped !== from && statOf(zipped)?.isDirectory())
          writeFileSync(
            join(this.path, basename(from)),
            zipSync({ [basename(zipped)]: contentOf(zipped) }, { level: 0 }),
          )
        else lacks(include, from)
      }
    } catch (thrown) {
      this[Symbol.dispose]()
      if (thrown instanceof MillraceError) throw thrown
      // what nobody may read, or a link that leads to a folder around it
      const reason = thrown instanceof Error ? thrown.message : String(thrown)
      throw new MillraceError("FILE_UNREADABLE", { path: folder, reason })
    }
  }

  #include(from: string): void {
    const to = join(this.path, basename(from))
    cpSync(from, to, { recursive: statSync(from).isDirectory(), force: true, dereference: true })
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}

/** A folder as the zip's library takes it. */
function contentOf(folder: string): Zippable {
  const content = (path: string) => (statSync(path).isDirectory() ? contentOf(path) : readFileSync(path))
  return Object.fromEntries(readdirSync(folder).map((name) => [name, content(join(folder, name))]))
}

/** Files that are looked at; of more, these tell enough. */
const MOST = 10_000

/** Another text when a file of the `additional_includes` has come, gone or changed. */
export function includesStamp(folder: string, includes: readonly string[]): string {
  let newest = 0
  let size = 0
  let count = 0
  const look = (path: string): void => {
    const stat = statOf(path)
    if (!stat || basename(path) === "__pycache__" || ++count > MOST) return
    newest = Math.max(newest, stat.mtimeMs)
    if (stat.isDirectory()) for (const name of readdirSync(path)) look(join(path, name))
    else size += stat.size
  }
  for (const include of includes) {
    const path = resolve(folder, include)
    look(existsSync(path) ? path : path.replace(/\.zip$/, ""))
  }
  return `${count} ${size} ${newest}`
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined // a link that leads round in a circle ends somewhere
  }
}
