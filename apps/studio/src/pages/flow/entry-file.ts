import { readEntryName } from "@internal/flow"
import { movedPath } from "../../flow/edit-history.ts"

/** The file of a flex flow's entry, below the flow's folder: `a.b:name` is in `a/b.py`. `code` is where its code lies. */
export function entryFile(entry: string, code: string): string | undefined {
  const name = readEntryName(entry)
  if (!name) return undefined
  const base = baseOf(code)
  return (
    base + (name.language === "javascript" ? plain(name.module) : `${name.module.replaceAll(".", "/")}.py`)
  )
}

/**
 * The entry after its file, or a folder around it, was renamed; undefined: it has nothing to do with that. Null: it was that file,
 * and no entry can name what it is called now.
 */
export function movedEntry(
  { entry, code }: { entry: string; code: string },
  from: string,
  to: string,
): string | null | undefined {
  const file = entryFile(entry, code)
  const read = readEntryName(entry)
  if (file === undefined || !read) return undefined
  const places = [file, ...(read.language === "python" ? [file.replace(/\.py$/, "/__init__.py")] : [])]
  const moved = places.map((place) => movedPath(place, from, to)).find((place) => place !== undefined)
  if (moved === undefined) return undefined
  const base = baseOf(code)
  if (!moved.startsWith(base)) return null
  const inside = moved.slice(base.length)
  const module =
    read.language === "python" ? /^(.+?)(?:\/__init__)?\.py$/.exec(inside)?.[1]?.split("/").join(".") : inside
  const after = `${module}:${read.name}`
  // a module is found by its name: a blank, a dash or a dot of a file's name is not one's
  return module !== undefined && entryFile(after, code) === moved.replace(/\/__init__\.py$/, ".py")
    ? after
    : null
}

function baseOf(code: string): string {
  const folder = plain(code).replace(/\/$/, "")
  return folder === "" || folder === "." ? "" : `${folder}/`
}

const plain = (path: string) => path.replace(/^(?:\.\/)+/, "")
