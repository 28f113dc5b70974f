import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { parseYaml } from "@internal/flow"
import { MillraceError } from "@internal/schema"
import { toPlain } from "@internal/value"
import type { Places } from "./home.ts"

type Section = Record<string, unknown>

/**
 * Settings as one flat table of dotted keys (spec 8.4). Project files (`pf.yaml`, and ours `millrace.yaml`) are searched
 * from the working folder upward. Under `pf` a section of the global file replaces the project's, as in the original
 * (Appendix B, 18); ours lets the project win, key by key.
 */
export async function configValues(places: Places): Promise<Record<string, unknown>> {
  const global = readSections(globalFile(places))
  const projectPath = nearest(places)
  const project = projectPath ? readSections(projectPath) : {}
  if (places.profile === "pf") return { ...flatten({ ...project, ...global }), ...places.settings }
  return { ...flatten(global), ...flatten(project), ...places.settings }
}

/** Sets one dotted key in the global file, or in the file of `folder`. */
export async function setConfigValue(
  places: Places,
  key: string,
  value: string,
  inFolder?: string,
): Promise<void> {
  checkValue(key, value)
  const folder = inFolder === undefined ? undefined : resolve(places.cwd, inFolder)
  if (folder !== undefined && statSync(folder, { throwIfNoEntry: false })?.isFile()) {
    const options = { hint: "Give its folder.", original: ["UserError", "SDKError", "InvalidConfigFile"] }
    throw new MillraceError("CONFIG_INVALID", { reason: `${folder} is a file, not a folder` }, options)
  }
  const path = folder ? join(folder, fileName(places)) : globalFile(places)
  const sections = readSections(path)
  const parts = key.split(".")
  let section = sections
  for (const part of parts.slice(0, -1)) {
    const inner = section[part]
    section[part] = typeof inner === "object" && inner !== null ? inner : {}
    section = section[part] as Section
  }
  section[parts.at(-1) as string] = value
  mkdirSync(dirname(path), { recursive: true })
  const { stringify } = await import("yaml")
  writeFileSync(path, stringify(sections))
}

/** Rejects what the original does not take (spec 8.4): other values are kept as text, known key or not. */
function checkValue(key: string, value: string): void {
  if (key === "run.output_path" && /^\$\{flow_directory\}\/?$/.test(String(value).trim())) {
    const reason = `run.output_path must not be ${value}: runs would be copied into themselves`
    throw new MillraceError(
      "CONFIG_INVALID",
      { reason },
      { hint: "Name a folder in it: ${flow_directory}/.runs" },
    )
  }
  if (key === "trace.destination" && !["none", "local", "azureml", ""].includes(value)) {
    const reason = `trace.destination is ${value}, and traces are not sent to Azure`
    const options = {
      hint: "It is none or local.",
      original: ["UserError", "SDKError", "MissingAzurePackage"],
    }
    throw new MillraceError("CONFIG_INVALID", { reason }, options)
  }
}

function fileName(places: Places): string {
  return places.profile === "pf" ? "pf.yaml" : "millrace.yaml"
}

function globalFile(places: Places): string {
  return places.profile === "pf" ? join(places.pfHome, "pf.yaml") : join(places.home, "millrace.yaml")
}

function nearest(places: Places): string | undefined {
  for (let folder = places.cwd; ; folder = dirname(folder)) {
    for (const name of [fileName(places), "pf.yaml"]) {
      const path = join(folder, name)
      if (path !== globalFile(places) && existsSync(path)) return path
    }
    if (dirname(folder) === folder) return undefined
  }
}

function readSections(path: string): Section {
  if (!existsSync(path)) return {}
  const value = toPlain(parseYaml(readFileSync(path, "utf8"), path).value)
  if (value === null) return {}
  if (typeof value !== "object" || Array.isArray(value)) {
    throw new MillraceError(
      "CONFIG_INVALID",
      { reason: `${path} must be a mapping` },
      { place: { file: path } },
    )
  }
  return value as Section
}

function flatten(sections: Section, prefix = ""): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(sections)) {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      Object.assign(out, flatten(value as Section, `${prefix}${key}.`))
    } else out[prefix + key] = value
  }
  return out
}
