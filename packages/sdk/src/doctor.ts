import { readdirSync } from "node:fs"
import { join } from "node:path"
import { connectionReference, flowEnvironment } from "@internal/flow"
import { MillraceError, type Plan, toMillraceError } from "@internal/schema"
import type { Dict } from "@internal/value"
import type { FlowDescription } from "./api/flows.ts"
import type { Check } from "./api/millrace-api.ts"
import { type Context, LOCAL_CONNECTION } from "./context.ts"
import { experimentChecks, templateAt } from "./experiment/experiment-checks.ts"
import { describeFlow } from "./flow/describe-flow.ts"
import { loadFlow } from "./flow/load-flow.ts"
import { type ModelPackage, modelPackages } from "./flow/model-packages.ts"
import { needsChecks } from "./flow/needs-checks.ts"
import { pythonChecks } from "./flow/python-checks.ts"
import { planWithoutRunning } from "./flow/validate-flow.ts"
import { localModelChecks } from "./local-model-checks.ts"
import { listModels } from "./models/open-models.ts"
import { promptyChecks } from "./prompty/prompty-checks.ts"
import { listRuntimes } from "./runtime-operations.ts"

/** What this machine has and lacks; with a flow, what of it runs, what does not, why, and what to set. */
export async function doctor(
  context: Context,
  options: { flow?: string; careful?: boolean },
): Promise<Check[]> {
  const checks = [nodeCheck(), ...(await machineChecks(context, options))]
  const { flow } = options
  if (flow === undefined) return checks
  const { cwd } = context.places
  const template = templateAt(flow, cwd)
  const found = template
    ? await experimentChecks(template, cwd, (path) => flowChecks(context, path))
    : await flowChecks(context, flow)
  return [...checks, ...found]
}

function nodeCheck(): Check {
  return { subject: "Node", state: "ok", detail: process.version }
}

async function machineChecks(context: Context, options: { careful?: boolean }): Promise<Check[]> {
  const checks: Check[] = []
  const runtimes = (await listRuntimes(context, options)).filter(({ status }) => status === "ready")
  const python = runtimes.find((runtime) => runtime.current) ?? runtimes[0]
  checks.push(
    python
      ? { subject: "Python", state: "ok", detail: `${python.version} at ${python.interpreter}` }
      : {
          subject: "Python",
          state: "missing",
          detail: "no python3 on PATH",
          fix: "Install Python 3.9 or later.",
        },
  )
  const models = await listModels(context)
  checks.push(
    models.length > 0
      ? { subject: "Local model", state: "ok", detail: models.map((model) => model.name).join(", ") }
      : {
          subject: "Local model",
          state: "warning",
          detail: "none fetched yet",
          fix: "millrace model pull smollm2",
        },
  )
  checks.push(await storeCheck(context))
  return checks
}

/** The connections; or, where the home folder cannot be used, why: no run can be kept there either. */
async function storeCheck(context: Context): Promise<Check> {
  const store = await storeOf(context)
  if (store instanceof MillraceError)
    return { subject: "Home", state: "missing", detail: store.message, fix: store.hint }
  const connections = await store.connections.list()
  const names = connections.map(({ name }) => name).join(", ")
  return {
    subject: "Connections",
    state: "ok",
    detail: names || `none (${LOCAL_CONNECTION.name} is built in)`,
  }
}

async function storeOf(context: Context) {
  try {
    return await context.store()
  } catch (thrown) {
    if (thrown instanceof MillraceError) return thrown
    throw thrown
  }
}

async function flowChecks(context: Context, path: string): Promise<Check[]> {
  const description = await describeFlow(context, path)
  const count = description.nodes.length
  const size = description.kind === "dag" ? `${count} ${count === 1 ? "node" : "nodes"}` : kindOf(description)
  const checks: Check[] = [{ subject: "Flow", state: "ok", detail: `${description.name}: ${size}` }]
  const { plan } = await planWithoutRunning(context, path)
  for (const { severity, message, hint, file, line, column } of plan.diagnostics) {
    checks.push({
      subject: [file, line, column].filter((part) => part !== undefined).join(":"),
      state: severity === "error" ? "missing" : "warning",
      detail: message,
      ...(hint && { fix: hint }),
    })
  }
  using loaded = loadFlow(path, context.places.cwd, context.places.env, { incomplete: true })
  const store = await storeOf(context)
  if (loaded.flow.prompty) checks.push(...promptyChecks(loaded.flow.prompty, context.places.env))
  const named = new Set([...namedConnections(loaded.flow), ...passedConnections(plan)])
  const asked = loaded.flow.prompty ? [] : promptiesOf(context, loaded.folder, checks)
  for (const name of new Set([...named, ...asked])) {
    if (name === LOCAL_CONNECTION.name && (await listModels(context)).length === 0) {
      const detail = "built in, but no model is fetched: runs need one, or recorded answers (--replay)"
      const fix = "millrace model pull smollm2"
      checks.push({ subject: `Connection ${name}`, state: "warning", detail, fix })
      continue
    }
    if (name !== LOCAL_CONNECTION.name && store instanceof MillraceError) {
      const detail = "not looked up: the home folder cannot be used"
      checks.push({ subject: `Connection ${name}`, state: "missing", detail, fix: store.hint })
      continue
    }
    const found =
      store instanceof MillraceError || // what is built in needs no store
      name === LOCAL_CONNECTION.name ||
      (await hasConnection(store.connections, name))
    checks.push(
      found
        ? { subject: `Connection ${name}`, state: "ok", detail: "there" }
        : {
            subject: `Connection ${name}`,
            state: named.has(name) ? "missing" : "warning", // code may give a prompty another
            detail: named.has(name) ? "not created yet" : "named by a prompty of the folder, not created yet",
            fix: `millrace connection create --file ${name}.yaml${isOfModel(loaded.flow, name) ? `, or try --connection ${LOCAL_CONNECTION.name}` : ""}`,
          },
    )
  }
  checks.push(...needsChecks(loaded.flow, plan, loaded.folder), ...localModelChecks(loaded.flow))
  checks.push(...modelPackages(loaded.folder).map(packageCheck))
  checks.push(...(await pythonChecks(context, loaded.folder)))
  return checks
}

/** What the prompties lack that lie beside a flow, for its code to ask; answers the connections that they name. */
function promptiesOf({ places }: Context, folder: string, checks: Check[]): string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".prompty"))
  return files.flatMap((file) => {
    try {
      using loaded = loadFlow(join(folder, file), places.cwd, places.env)
      const found = loaded.flow.prompty ? promptyChecks(loaded.flow.prompty, places.env) : []
      // The code may give a configuration of its own.
      checks.push(
        ...found.map((check) => ({
          ...check,
          subject: `${file}: ${check.subject}`,
          state: "warning" as const,
        })),
      )
      return [...namedConnections(loaded.flow)]
    } catch (thrown) {
      checks.push({ subject: file, state: "warning", detail: toMillraceError(thrown).message })
      return []
    }
  })
}

/** Connections that a node gives to its tool by name. */
function passedConnections({ nodes }: Plan): string[] {
  const bindings = nodes.flatMap((node) => Object.values(node.bindings))
  return bindings.flatMap((binding) => (binding.kind === "connection" ? [binding.name] : []))
}

/** A flex flow with what runs, e.g. `a flex flow, class Grader`. */
function kindOf({ kind, nodes }: FlowDescription): string {
  const [node] = nodes
  return kind === "flex" && node ? `a flex flow, ${node.kind} ${node.name}` : `a ${kind} flow`
}

function packageCheck({ name, file, seen }: ModelPackage): Check {
  if (seen)
    return {
      subject: `Model calls in ${file}`,
      state: "ok",
      detail: `through ${name}: counted, recorded and replayed`,
    }
  return {
    subject: `Model calls in ${file}`,
    state: "warning",
    detail: `through ${name}: they run, but are not counted, recorded or replayed`,
    fix: "Call the model through the openai package, or an LLM node, if you want that.",
  }
}

function namedConnections(flow: ReturnType<typeof loadFlow>["flow"]): Set<string> {
  const names = new Set<string>()
  for (const node of flow.nodes) {
    if (node.type === "llm" && node.connection) names.add(node.connection)
    const given = node.type === "custom_llm" ? node.inputs.get("connection") : undefined
    if (given && !given.reference && typeof given.value === "string") names.add(given.value)
  }
  for (const text of Object.values(flowEnvironment(flow))) {
    const reference = connectionReference(text)
    if (reference) names.add(reference.connection)
  }
  for (const value of flow.flex?.sample.init?.values() ?? []) {
    const named = value instanceof Map ? value.get("connection") : undefined
    if (typeof named === "string") names.add(named)
  }
  const connection = (flow.prompty?.configuration.value as Dict | undefined)?.get("connection")
  if (typeof connection === "string") names.add(connection)
  return names
}

/** Whether a connection is that of a model, in whose place the local one can answer. */
function isOfModel({ nodes, prompty }: ReturnType<typeof loadFlow>["flow"], name: string): boolean {
  return prompty !== undefined || nodes.some((node) => node.type === "llm" && node.connection === name)
}

async function hasConnection(
  connections: { get(name: string): Promise<unknown> },
  name: string,
): Promise<boolean> {
  try {
    return (await connections.get(name)) !== undefined
  } catch (thrown) {
    if (thrown instanceof MillraceError) return false
    throw thrown
  }
}
