import { mkdir, readFile, rename, writeFile } from "node:fs/promises"
import { homedir } from "node:os"
import { dirname, join, resolve } from "node:path"
import { MillraceError } from "@internal/schema"

/** Reads and writes YAML; handed in, since this room has no parser. */
export interface YamlCodec {
  parse(text: string): unknown
  stringify(value: unknown): string
}
export interface ConfigOptions {
  cwd: string
  /** Our home folder. */
  home: string
  profile: "millrace" | "pf"
  env: { [name: string]: string | undefined }
  yaml: YamlCodec
}
export type Config = { [section: string]: unknown }

const PROJECT_FILE = "pf.yaml"
const FLOW_DIRECTORY = "$" + "{flow_directory}"

/** The original's home: `PF_HOME_DIRECTORY`, else `~/.promptflow`. */
export function promptflowHome(env: { [name: string]: string | undefined }): string {
  return env.PF_HOME_DIRECTORY ? resolve(env.PF_HOME_DIRECTORY) : join(homedir(), ".promptflow")
}

/** The file of the user's own settings: under `pf` the original's. */
export function globalConfigFile(options: Pick<ConfigOptions, "home" | "profile" | "env">): string {
  return options.profile === "pf"
    ? join(promptflowHome(options.env), PROJECT_FILE)
    : join(options.home, "config.yaml")
}

/**
 * The nearest `pf.yaml` from `cwd` upward and the user's own file (spec 8.4), merged by whole sections. Under `pf` the
 * user's file wins, as in the original; under `millrace` the project's.
 */
export async function readConfig(options: ConfigOptions): Promise<Config> {
  const own = await readFileOf(globalConfigFile(options), options.yaml)
  const project = await projectConfig(options)
  return options.profile === "pf" ? { ...project, ...own } : { ...own, ...project }
}

/** The value at a dotted key such as `run.output_path`. */
export function configValue(config: Config, key: string): unknown {
  return key.split(".").reduce<unknown>((at, part) => (isSection(at) ? at[part] : undefined), config)
}

/** Sets a dotted key in the user's file, or in the `pf.yaml` of folder `path`. Refuses values that cannot work. */
export async function setConfig(
  options: ConfigOptions,
  key: string,
  value: unknown,
  path?: string,
): Promise<void> {
  checkValue(key, value)
  const file = path === undefined ? globalConfigFile(options) : join(resolve(options.cwd, path), PROJECT_FILE)
  const config = await readFileOf(file, options.yaml)
  const parts = key.split(".")
  const last = parts.pop() as string
  let section: Config = config
  for (const part of parts) {
    const next = section[part]
    const inner = isSection(next) ? next : {}
    section[part] = inner
    section = inner
  }
  section[last] = value
  await mkdir(dirname(file), { recursive: true })
  const temporary = `${file}.${process.pid}.tmp`
  await writeFile(temporary, options.yaml.stringify(config))
  await rename(temporary, file)
}

/**
 * The folder in which run folders are made: `run.output_path`, in which the flow's folder may be named; else
 * `~/.promptflow/.runs` under `pf` and `runs` in our home under `millrace`.
 */
export function runFolderBase(
  config: Config,
  options: Pick<ConfigOptions, "home" | "profile" | "env" | "cwd">,
  flowFolder: string,
): string {
  const given = configValue(config, "run.output_path")
  if (typeof given === "string" && given !== "" && given !== FLOW_DIRECTORY) {
    return resolve(options.cwd, given.replaceAll(FLOW_DIRECTORY, flowFolder))
  }
  return options.profile === "pf" ? join(promptflowHome(options.env), ".runs") : join(options.home, "runs")
}

function checkValue(key: string, value: unknown): void {
  const reason = problemOf(key, value)
  if (reason)
    throw new MillraceError("CONFIG_INVALID", { reason: `${key} cannot be ${String(value)}: ${reason}` })
}

const WORKSPACE =
  /^azureml:\/{1,2}subscriptions\/[^/]+\/resource(g|G)roups\/[^/]+(\/providers\/Microsoft.MachineLearningServices)?\/workspaces\/[^/]+$/

function problemOf(key: string, value: unknown): string | undefined {
  if (key.split(".").some((part) => part === "" || part === "__proto__"))
    return "the key is not a dotted name"
  if (key === "run.output_path" && value === FLOW_DIRECTORY) {
    return "runs would fill the flow's own folder; name a folder in it"
  }
  if (key === "trace.destination" && !["none", "local", "azureml"].includes(String(value))) {
    return WORKSPACE.test(String(value)) ? undefined : "it is none, local, azureml or a workspace's full id"
  }
  if (key === "connection.provider" && !["local", "azureml"].includes(String(value))) {
    return WORKSPACE.test(String(value)) ? undefined : "it is local, azureml or a workspace's full id"
  }
  return undefined
}

async function projectConfig({ cwd, yaml }: ConfigOptions): Promise<Config> {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const text = await textOf(join(folder, PROJECT_FILE))
    if (text !== undefined) return parsed(join(folder, PROJECT_FILE), text, yaml)
    if (dirname(folder) === folder) return {}
  }
}

async function readFileOf(file: string, yaml: YamlCodec): Promise<Config> {
  const text = await textOf(file)
  return text === undefined ? {} : parsed(file, text, yaml)
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8")
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === "ENOENT" || code === "ENOTDIR") return undefined
    throw new MillraceError(
      "FILE_UNREADABLE",
      { path: file, reason: (error as Error).message },
      { cause: error },
    )
  }
}

function parsed(file: string, text: string, yaml: YamlCodec): Config {
  let value: unknown
  try {
    value = yaml.parse(text)
  } catch (error) {
    throw new MillraceError("YAML_SYNTAX", { path: file, reason: (error as Error).message }, { cause: error })
  }
  if (value === null || value === undefined) return {}
  if (!isSection(value))
    throw new MillraceError("FILE_SHAPE", { path: file, reason: "it is not a map of settings" })
  return value
}

function isSection(value: unknown): value is Config {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
