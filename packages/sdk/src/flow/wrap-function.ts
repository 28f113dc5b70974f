import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs"
import { dirname, join, relative, resolve, sep } from "node:path"
import { templateVariables } from "@internal/flow"
import { openPythonPool } from "@internal/python"
import { MillraceError, type ToolParameter, type ToolSignature } from "@internal/schema"
import { toPlain } from "@internal/value"
import { stringify } from "yaml"
import type { WrapOptions } from "../api/flows.ts"
import type { Context } from "../context.ts"
import { inheritedEnvironment } from "./environment.ts"
import { TEMPLATES } from "./flow-templates.ts"
import { folderReader } from "./folder-reader.ts"
import { chooseRuntime } from "./runtime.ts"

const PYTHON_TYPES: Record<string, string> = {
  string: "str",
  int: "int",
  double: "float",
  bool: "bool",
  list: "list",
}

/**
 * Makes a flow of a Python function that is there (surface.md 1.1): a tool that calls it, and a flow whose inputs are its
 * parameters. A parameter that is named with a template becomes a prompt node, whose variables are inputs. Answers the files
 * written; those that are there are overwritten, `requirements.txt` and `.gitignore` are not.
 */
export async function wrapFunction(context: Context, options: WrapOptions): Promise<string[]> {
  const folder = resolve(context.places.cwd, options.path)
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new MillraceError("FILE_NOT_FOUND", {
      path: folder,
      reason: "The flow is made in the folder of the code.",
    })
  }
  const entry = entryFile(options.entry, folder, context.places.cwd)
  const module = relative(folder, entry).split(sep).join("/").replace(/\.py$/, "").replaceAll("/", ".")
  const signature = await describe(context, folder, `${module}:${options.function}`)
  const prompts = Object.entries(options.promptTemplates ?? {}).map(([name, path]) => ({
    name,
    path,
    variables: promptVariables(name, path, signature, folder),
  }))
  const { name } = { name: options.function }
  const files: Record<string, string> = {
    [`${name}_tool.py`]: toolText(module, name, signature.parameters),
    "flow.dag.yaml": flowYaml(name, signature.parameters, prompts),
  }
  for (const kept of ["requirements.txt", ".gitignore"]) {
    const text = (TEMPLATES.standard as Record<string, string>)[kept]
    if (text !== undefined && !existsSync(join(folder, kept))) files[kept] = text
  }
  return Object.entries(files).map(([file, text]) => {
    const path = join(folder, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    return path
  })
}

function entryFile(entry: string, folder: string, cwd: string): string {
  const found = [resolve(folder, entry), resolve(cwd, entry)].find((path) => existsSync(path))
  const inside = found !== undefined && !relative(folder, found).startsWith("..")
  if (found && inside && found.endsWith(".py")) return found
  const reason = found ? "It should be a Python file in the flow folder." : "It should be in the flow folder."
  throw new MillraceError("FILE_NOT_FOUND", { path: entry, reason })
}

async function describe(context: Context, folder: string, entry: string): Promise<ToolSignature> {
  const runtime = await chooseRuntime(context, folder, { report: () => {} })
  const environment = inheritedEnvironment(context.places.env)
  await using pool = openPythonPool({ ...runtime.pool, folder, environment })
  const [signature] = await pool.prepare([{ type: "entry", entry, loose: true }])
  if (signature === undefined || signature instanceof Error) throw signature ?? new TypeError("no answer")
  if (signature.className === undefined) return signature
  throw new MillraceError("ENTRY_INVALID", {
    entry,
    reason: "it is a class, and --function names a function",
  })
}

function promptVariables(name: string, path: string, signature: ToolSignature, folder: string): string[] {
  const names = signature.parameters.map((parameter) => parameter.name)
  if (!names.includes(name)) {
    const reason = `the function has no parameter ${name} for ${path}; it has ${names.join(", ") || "none"}`
    throw new MillraceError(
      "ENTRY_INVALID",
      { entry: signature.function, reason },
      { original: ["UserError"] },
    )
  }
  const text = folderReader(folder).read(path)
  if (text === undefined) {
    throw new MillraceError("FILE_NOT_FOUND", {
      path,
      reason: `It is the template of ${name}, in the flow folder.`,
    })
  }
  return templateVariables(path, text)
}

function toolText(module: string, name: string, parameters: readonly ToolParameter[]): string {
  const connections = [...new Set(parameters.flatMap((p) => (p.connection ? p.type : [])))].sort()
  const imports =
    connections.length > 0 ? `from promptflow.connections import ${connections.join(", ")}\n` : ""
  // a parameter without a default comes before those that have one
  const ordered = parameters.toSorted(
    (a, b) => Number(pythonDefault(a) !== undefined) - Number(pythonDefault(b) !== undefined),
  )
  const declared = ordered.map((parameter) => {
    const type = parameter.connection ? parameter.type[0] : PYTHON_TYPES[parameter.type[0] ?? ""]
    const fallback = pythonDefault(parameter)
    const annotated = type === undefined ? parameter.name : `${parameter.name}: ${type}`
    return fallback === undefined ? annotated : `${annotated}${type === undefined ? "=" : " = "}${fallback}`
  })
  const passed = parameters.map((parameter) => `${parameter.name}=${parameter.name}`)
  return (
    `from promptflow.core import tool\n${imports}\nfrom ${module} import ${name}\n\n\n` +
    `@tool\ndef ${name}_tool(${declared.join(", ")}):\n    return ${name}(${passed.join(", ")})\n`
  )
}

/** Only plain values: of others the flow asks. */
function pythonDefault({ default: given }: ToolParameter): string | undefined {
  const value = given?.value?.value
  if (value === undefined) return undefined
  if (value === null) return "None"
  if (typeof value === "boolean") return value ? "True" : "False"
  if (typeof value === "string") return JSON.stringify(value)
  return typeof value === "object" &&
    !(value instanceof Number) &&
    (Array.isArray(value) || value instanceof Map)
    ? undefined
    : given?.shown
}

function flowYaml(
  name: string,
  parameters: readonly ToolParameter[],
  prompts: { name: string; path: string; variables: string[] }[],
): string {
  const isPrompt = new Set(prompts.map((prompt) => prompt.name))
  const inputs: Record<string, { type: string; default?: unknown }> = {}
  const bound: Record<string, string> = {}
  for (const parameter of parameters) {
    const { name: key, type, connection, default: given } = parameter
    if (isPrompt.has(key)) bound[key] = `\${${key}.output}`
    else if (connection)
      bound[key] = (type[0] ?? "").replace(/(?<=[a-z])(?=[A-Z])|(?=Connection$)/g, "_").toLowerCase()
    else {
      const value = given?.value?.value
      if (value === null) continue // the function's own default
      inputs[key] = {
        type: type[0] ?? "object",
        ...(value !== undefined && { default: toPlain(value) }),
      }
      bound[key] = `\${inputs.${key}}`
    }
  }
  for (const { variables } of prompts)
    for (const variable of variables) inputs[variable] ??= { type: "string" }
  const nodes = prompts.map((prompt) => ({
    name: prompt.name,
    type: "prompt",
    source: { type: "code", path: prompt.path },
    inputs: Object.fromEntries(prompt.variables.map((variable) => [variable, `\${inputs.${variable}}`])),
  }))
  const node = { name, type: "python", source: { type: "code", path: `${name}_tool.py` }, inputs: bound }
  const outputs = { output: { type: "string", reference: `\${${name}.output}` } }
  return stringify({ inputs, outputs, nodes: [...nodes, node] }, { lineWidth: 0 })
}
