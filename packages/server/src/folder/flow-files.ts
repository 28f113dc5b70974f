import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path"
import { editYaml, parseYaml } from "@internal/flow"
import { fromPlain, toPlain } from "@internal/value"
import type { OpenedFolder } from "./opened-folder.ts"
import { walk } from "./walk.ts"

/** A file of a flow that is copied or packed: as it lies at `absolute`, or with another text. */
export interface FlowFile {
  /** Below the copy's folder, with `/`. */
  path: string
  absolute: string
  text?: string
}

const FLOW_FILES = ["flow.dag.yaml", "flow.flex.yaml"]
/** Keys for the flow's own machine; examples of them are for others. */
const SECRETS = /(^|\/)\.env(\.(?!example$|sample$|template$|dist$)[^/]*)?$/

/**
 * What makes a flow, at the path of its folder or of a prompty. Links are taken as what they lead to below the opened folder,
 * else left out. Of a prompty: what lies beside it, but no other flow.
 */
export function flowFiles(folder: OpenedFolder, flow: string): FlowFile[] {
  const isPrompty = statSync(flow).isFile()
  const from = isPrompty ? dirname(flow) : flow
  const entries = [...walk(from, { leads: (real) => folder.has(real) })]
  const files = entries.filter(({ kind }) => kind === "file")
  if (!isPrompty) return files
  const others = files
    .filter(({ path }) => path.includes("/") && FLOW_FILES.includes(basename(path)))
    .map(({ path }) => `${dirname(path)}/`)
  return files.filter(
    ({ path, absolute }) =>
      absolute === flow || (!path.endsWith(".prompty") && !others.some((other) => path.startsWith(other))),
  )
}

/** The same for somebody elsewhere: without secrets, and with what `additional_includes` names, as far as that may be read. */
export function filesToSend(folder: OpenedFolder, flow: string): FlowFile[] {
  const files = new Map(flowFiles(folder, flow).map((file) => [file.path, file]))
  for (const path of files.keys()) if (SECRETS.test(path)) files.delete(path)
  if (statSync(flow).isFile()) return [...files.values()]
  const rest: string[] = []
  const included = includesOf(flow)
  for (const include of included) {
    const found = includedFiles(folder, resolve(flow, include))
    if (!found) rest.push(include)
    for (const file of found ?? []) if (!SECRETS.test(file.path)) files.set(file.path, file)
  }
  const main = mainFile(flow)
  if (main && rest.length < included.length) {
    const path = basename(main)
    files.set(path, { path, absolute: main, text: withIncludes(main, rest) })
  }
  return [...files.values()]
}

/** Under their base names, as a run has them; undefined for what is not there, or lies beyond the opened folder. */
function includedFiles(folder: OpenedFolder, at: string): FlowFile[] | undefined {
  if (!existsSync(at) || !folder.has(at)) return undefined
  const name = basename(at)
  if (statSync(at).isFile()) return [{ path: name, absolute: at }]
  return [...walk(at, { leads: (real) => folder.has(real) })]
    .filter(({ kind }) => kind === "file")
    .map(({ path, absolute }) => ({ path: `${name}/${path}`, absolute }))
}

/** The copy may lie in the flow's own folder, where that is all that is opened. */
export function copyFiles(files: readonly FlowFile[], to: string): void {
  for (const { absolute, path } of files) {
    const target = join(to, path)
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(absolute, target)
  }
}

/** `additional_includes` of a flow that was at `from` and is at `to` now lead to the same files. */
export function keepIncludes(from: string, to: string): void {
  const main = mainFile(to)
  const before = main ? includesOf(to) : []
  const after = before.map((include) => {
    if (isAbsolute(include)) return include
    const target = resolve(from, include)
    return resolve(to, include) === target || !existsSync(target)
      ? include
      : relative(to, target).split(sep).join("/")
  })
  if (main && after.some((include, at) => include !== before[at]))
    writeFileSync(main, withIncludes(main, after))
}

function mainFile(flow: string): string | undefined {
  return FLOW_FILES.map((name) => join(flow, name)).find((path) => existsSync(path))
}

function includesOf(flow: string): string[] {
  const main = mainFile(flow)
  if (!main) return []
  try {
    const file = toPlain(parseYaml(readFileSync(main, "utf8"), main).value) as Record<string, unknown> | null
    const includes = file?.additional_includes
    return Array.isArray(includes) ? includes.filter((one) => typeof one === "string") : []
  } catch {
    return [] // what is wrong with it is said where it is opened
  }
}

function withIncludes(main: string, includes: readonly string[]): string {
  const text = readFileSync(main, "utf8")
  const value = includes.length > 0 ? fromPlain([...includes]) : undefined
  return editYaml(text, { kind: "set", path: ["additional_includes"], value }, basename(main)).text
}
