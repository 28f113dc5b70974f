import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import { join, resolve } from "node:path"
import { type FolderReader, MillraceError } from "@internal/schema"

const BOM = "\uFEFF"

/** A flow folder on disk. Paths may lead out of it (`../shared/x.py`), as the original allows. */
export function folderReader(root: string): FolderReader {
  const absolute = resolve(root)
  return {
    root: absolute,
    exists: (path) => existsSync(join(absolute, path)),
    names: (folder) => {
      const path = join(absolute, folder)
      return existsSync(path) ? readdirSync(path) : []
    },
    read: (path) => {
      const file = resolve(absolute, path)
      try {
        if (!statSync(file).isFile()) return undefined
        const text = readFileSync(file, "utf8")
        return text.startsWith(BOM) ? text.slice(1) : text
      } catch (thrown) {
        const { code, message } = thrown as NodeJS.ErrnoException // what node:fs throws
        if (code === "ENOENT" || code === "ENOTDIR") return undefined
        throw new MillraceError("FILE_UNREADABLE", { path: file, reason: message }, { cause: thrown })
      }
    },
  }
}
