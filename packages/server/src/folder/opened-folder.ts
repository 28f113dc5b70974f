import { readlinkSync, realpathSync } from "node:fs"
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path"
import { MillraceError } from "@internal/schema"

/** Never read or written through the page, wherever they lie: a hook in `.git` would be run by others. */
const CLOSED = new Set([".git", ".hg", ".svn"])

/**
 * The folder that the studio was opened with. Everything that the page names is a path below it, and is looked up here:
 * `..`, absolute paths, links that lead out and names that only a careless file system takes for another are refused.
 */
export class OpenedFolder {
  /** As the file system has it, links resolved. */
  readonly root: string

  constructor(folder: string) {
    this.root = realpathSync.native(resolve(folder))
  }

  /** The absolute path of `path`, which need not be there. Fails with `PATH_OUTSIDE`. */
  inside(path: string): string {
    const parts = path.split(/[/\\]/)
    const isPlain = parts.every(
      (part) => part !== ".." && !part.includes("\0") && !part.endsWith(" ") && !/^[^.].*\.$/.test(part),
    )
    const isClosed = parts.some((part) => CLOSED.has(part.toLowerCase()))
    if (!isPlain || isClosed || isAbsolute(path) || /^[a-zA-Z]:/.test(path)) throw outside(path)
    const absolute = resolve(this.root, path)
    const real = realOf(absolute)
    if (real !== this.root && !real.startsWith(this.root + sep)) throw outside(path)
    if (
      real
        .slice(this.root.length)
        .split(sep)
        .some((part) => CLOSED.has(part.toLowerCase()))
    )
      throw outside(path)
    return absolute
  }

  /** Whether what is at an absolute path lies below it, links resolved, and may be read. */
  has(absolute: string): boolean {
    const name = this.named(absolute)
    return name !== null && !name.split("/").some((part) => CLOSED.has(part.toLowerCase()))
  }

  /** How the page calls an absolute path; null where it lies elsewhere. */
  named(absolute: string): string | null {
    const path = relative(this.root, realOf(absolute))
    if (path === "") return "."
    return path.startsWith("..") || isAbsolute(path) ? null : path.split(sep).join("/")
  }
}

/** With every link resolved, as far as there is something; a link to what is not there yet leads there all the same. */
function realOf(path: string, links = 0): string {
  if (links > 40) throw outside(path)
  try {
    return realpathSync.native(path)
  } catch {
    const parent = dirname(path)
    if (parent === path) return path
    const name = path.slice(parent.length + (parent.endsWith(sep) ? 0 : 1))
    const real = join(realOf(parent, links + 1), name)
    const target = linkTarget(real)
    return target === undefined ? real : realOf(resolve(dirname(real), target), links + 1)
  }
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}

function outside(path: string): MillraceError {
  return new MillraceError("PATH_OUTSIDE", { path })
}
