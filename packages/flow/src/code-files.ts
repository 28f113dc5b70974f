import type { FolderReader, PlannedNode } from "@internal/schema"
import { readEntryName } from "./flex/entry-name.ts"

/** `import a, b.c` and `from ..a import b`: what follows the keyword, and the names of a `from`. */
const PYTHON_IMPORT =
  /^[ \t]*(?:import[ \t]+([\w., \t]+)|from[ \t]+([.\w]+)[ \t]+import[ \t]+(?:\(([^)]*)\)|([\w*, \t]*)))/gm

/** Code that imports by a name which only running it would show. */
const BY_NAME = /\b(?:importlib|__import__|exec|runpy)\b/
const SCRIPT_IMPORT = /(?:from|import|require\()\s*["'](\.{1,2}\/[^"']+)["']/g

/**
 * Files of the flow folder that the code of a node is made of: the file it names and what that imports, directly or not.
 * Where a module is imported by a name that is computed, every Python file beside it counts.
 */
export function codeFiles(tool: PlannedNode["tool"], reader: FolderReader): string[] {
  const start = startOf(tool, reader)
  const files = new Set<string>()
  const open = start === undefined ? [] : [start]
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (files.has(path)) continue
    const text = reader.read(path)
    if (text === undefined) continue
    files.add(path)
    open.push(
      ...(path.endsWith(".py") ? pythonImports(path, text, reader) : scriptImports(path, text, reader)),
    )
  }
  return [...files].sort()
}

function startOf(tool: PlannedNode["tool"], reader: FolderReader): string | undefined {
  if (tool.kind === "javascript") return tool.path
  if (tool.kind === "entry") return entryFile(tool.source.entry, reader)
  if ((tool.kind === "python" || tool.kind === "custom_llm") && tool.source.type === "code")
    return tool.source.path
  return undefined
}

/** The file of `module:name`. */
export function entryFile(entry: string, reader: FolderReader): string {
  const name = readEntryName(entry)
  if (!name || name.language === "javascript") return name?.module ?? ""
  return moduleFile(name.module.replaceAll(".", "/"), reader) ?? `${name.module.replaceAll(".", "/")}.py`
}

function pythonImports(path: string, text: string, reader: FolderReader): string[] {
  const found: string[] = []
  const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ""
  const add = (bases: readonly string[], module: string, names: readonly string[]) => {
    for (const base of bases) {
      const stem = [base, ...module.split(".")].filter((part) => part !== "").join("/")
      found.push(...packagesOf(stem, reader))
      for (const name of names) found.push(...present(moduleFile(`${stem}/${name}`, reader)))
    }
  }
  // found beside the importing file, and from the flow folder
  const anywhere = [...new Set([folder, ""])]
  const listed = (list: string) => list.split(",").map((item) => item.trim().split(/\s+/)[0] ?? "")
  for (const [, plain, from, wrapped, names = wrapped ?? ""] of text.matchAll(PYTHON_IMPORT)) {
    if (plain) for (const module of listed(plain)) add(anywhere, module, [])
    const [dots = "", module = ""] = /^(\.*)(.*)$/.exec(from ?? "")?.slice(1) ?? []
    if (from) add(dots === "" ? anywhere : [above(folder, dots.length - 1)], module, listed(names))
  }
  if (BY_NAME.test(text)) {
    const beside = (reader.names?.(folder || ".") ?? []).filter((name) => name.endsWith(".py"))
    found.push(...beside.map((name) => (folder ? `${folder}/${name}` : name)))
  }
  return found
}

function above(folder: string, levels: number): string {
  const parts = folder.split("/").filter((part) => part !== "")
  return parts.slice(0, Math.max(0, parts.length - levels)).join("/")
}

/** `a/b` is the module `a.b`: its file, and the `__init__.py` of the packages above it. */
function packagesOf(stem: string, reader: FolderReader): string[] {
  const parts = stem.split("/")
  const above = parts.slice(0, -1).map((_, i) => `${parts.slice(0, i + 1).join("/")}/__init__.py`)
  return [...above.filter((file) => reader.exists(file)), ...present(moduleFile(stem, reader))]
}

function moduleFile(stem: string, reader: FolderReader): string | undefined {
  return [`${stem}/__init__.py`, `${stem}.py`].find((file) => reader.exists(file))
}

function scriptImports(path: string, text: string, reader: FolderReader): string[] {
  const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/") + 1) : ""
  return Array.from(text.matchAll(SCRIPT_IMPORT), ([, relative]) => `${folder}${relative}`).filter((file) =>
    reader.exists(file),
  )
}

function present(file: string | undefined): string[] {
  return file === undefined ? [] : [file]
}
