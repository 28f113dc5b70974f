import { cpSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs"
import { basename, join, resolve } from "node:path"
import { flowText, readFlow } from "@internal/flow"
import { MillraceError } from "@internal/schema"
import type { Dict } from "@internal/value"
import type { SaveFlowOptions } from "../api/flows.ts"
import type { Context } from "../context.ts"
import { inferSignature, signatureSections } from "./entry-signature.ts"
import { folderReader } from "./folder-reader.ts"
import { checkSample, savedSignature } from "./saved-signature.ts"

const FILE = "flow.flex.yaml"
const ORIGINAL = { original: ["UserError"] }
/** What makes no difference to the flow, and what may hold the copy itself. */
const LEFT = [".git", "__pycache__", ".promptflow"]

/**
 * Writes `flow.flex.yaml` of a callable with the interface of its annotations, beside the code, or with a copy of the code
 * in another folder (surface.md 1.1). What an earlier file says besides stays. Answers the folder.
 */
export async function saveFlow(context: Context, options: SaveFlowOptions): Promise<string> {
  const { cwd } = context.places
  const code = resolve(cwd, options.code ?? ".")
  if (!statSync(code, { throwIfNoEntry: false })?.isDirectory()) {
    const reason = "It should be the folder of the code."
    throw new MillraceError("FILE_NOT_FOUND", { path: options.code ?? ".", reason }, ORIGINAL)
  }
  const target = options.path === undefined ? code : resolve(cwd, options.path)
  if (
    options.path !== undefined &&
    existsSync(target) &&
    (target === code || readdirSync(target).length > 0)
  ) {
    const reason = `${options.path} exists and is not empty; give a folder that is not there yet`
    throw new MillraceError("FILE_SHAPE", { path: options.path, reason }, ORIGINAL)
  }
  const inferred = await inferSignature(context, { entry: options.entry, folder: code })
  const signature = savedSignature(inferred, options.signature)
  checkSample(options.sample, signature)
  if (target !== code) copyCode(code, target)
  const reader = folderReader(target)
  const earlier = reader.exists(FILE) ? readFlow(reader, FILE).raw : new Map()
  for (const name of ["inputs", "outputs", "init", "entry"]) earlier.delete(name)
  const raw = new Map([...earlier, ...signatureSections(signature)])
  raw.set("entry", options.entry)
  const environment = savedEnvironment(options, target, cwd)
  if (environment.size > 0) raw.set("environment", environment)
  if (options.sample) {
    writeFileSync(join(target, "sample.json"), JSON.stringify(options.sample, null, 2))
    raw.set("sample", "${file:sample.json}")
  }
  writeFileSync(join(target, FILE), flowText({ raw, nodes: [], variant: undefined, variants: new Map() }))
  return target
}

/** The requirements file lies in the flow, as the file says. */
function savedEnvironment({ requirements, image }: SaveFlowOptions, target: string, cwd: string): Dict {
  const environment: Dict = new Map()
  if (requirements !== undefined) {
    const from = resolve(cwd, requirements)
    const name = basename(from)
    if (from !== join(target, name)) cpSync(from, join(target, name))
    environment.set("python_requirements_txt", name)
  }
  if (image !== undefined) environment.set("image", image)
  return environment
}

function copyCode(code: string, target: string): void {
  const names = readdirSync(code).filter((name) => !LEFT.includes(name) && join(code, name) !== target)
  mkdirSync(target, { recursive: true })
  for (const name of names) {
    const from = join(code, name)
    if (target.startsWith(`${from}/`)) continue // the copy would hold itself
    cpSync(from, join(target, name), {
      recursive: true,
      filter: (path) => !LEFT.some((left) => path.endsWith(`/${left}`)),
    })
  }
}
