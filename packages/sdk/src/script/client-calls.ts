import { MillraceError } from "@internal/schema"
import { connectionFromFile } from "@internal/store"
import { fromPlain, type Value } from "@internal/value"
import type { Handle } from "../api/execution.ts"
import type { TestOptions } from "../api/flows.ts"
import type { MillraceApi } from "../api/millrace-api.ts"
import type { RunInfo, RunOptions } from "../api/runs.ts"
import type { ScriptOptions } from "../api/script.ts"
import { runFields } from "../runs/run-file.ts"
import { clientRun } from "./client-run.ts"

type Arguments = Record<string, unknown>
type Models = Pick<ScriptOptions, "record" | "replay" | "connection">
type Operation = (api: MillraceApi, given: Arguments, models: Models) => Promise<unknown>

/** What `PFClient` can do (surface.md 2.1), by the names under which `promptflow.client` asks for it. */
const OPERATIONS: Record<string, Operation> = {
  run: async (api, given, models) => {
    const { resume_from, stream } = given
    const handle =
      typeof resume_from === "string"
        ? await api.runs.resume(defined({ from: resume_from, ...naming(given) }))
        : await api.runs.create({ ...runOptions(given), ...defined(models) })
    return ended(api, handle, stream === true)
  },
  "runs.create_from_source": async (api, given) =>
    clientRun(await api.runs.register(defined({ folder: String(given.source), ...naming(given) }))),
  "runs.get": async (api, given) => clientRun(await api.runs.get(name(given))),
  "runs.list": async (api, { max_results, list_view_type }) => {
    const limit = typeof max_results === "number" ? max_results : Number.MAX_SAFE_INTEGER
    const view = { ArchivedOnly: "only", All: "include" } as const
    const archived = view[list_view_type as keyof typeof view]
    return (await api.runs.list({ limit, ...(archived && { archived }) })).map(clientRun)
  },
  "runs.update": async (api, given) => clientRun(await api.runs.update(name(given), naming(given))),
  "runs.archive": async (api, given) => clientRun(await api.runs.archive(name(given))),
  "runs.restore": async (api, given) => clientRun(await api.runs.restore(name(given))),
  "runs.delete": (api, given) => api.runs.delete(name(given)),
  "runs.metrics": (api, given) => api.runs.metrics(name(given)),
  "runs.details": async (api, given) => {
    const { max_results } = given
    const limit = typeof max_results === "number" ? max_results : Number.MAX_SAFE_INTEGER
    const { columns, rows } = await api.runs.details(name(given), { limit })
    return { columns, rows }
  },
  "runs.stream": async (api, given) => {
    const run = await api.runs.follow(name(given)).result
    return { run: clientRun(run), log: await api.runs.log(run.name) }
  },
  "runs.visualize": (api, given) =>
    api.runs.visualize(given.runs as string[], given.html_path as string | undefined),
  "flows.test": tested,
  "flows.validate": (api, given) => api.flows.validate({ flow: String(given.flow) }),
  "connections.list": async (api) => (await api.connections.list()).map(({ json }) => json),
  "connections.delete": (api, given) => api.connections.delete(name(given)),
  "connections.create_or_update": async (api, given) =>
    (await api.connections.create(given.fields as Arguments)).json,
  load_connection: async (api, { source }) => connectionFromFile(await api.connections.read(String(source))),
  load_run: async (api, given) => api.readRunFile(String(given.source)),
}

/** Answers one operation. Rejects with `USAGE` for one that there is not, and as the operation does. */
export async function clientCall(
  api: MillraceApi,
  operation: string,
  given: Arguments,
  models: Models,
): Promise<unknown> {
  const known = Object.hasOwn(OPERATIONS, operation) ? OPERATIONS[operation] : undefined
  if (known) return known(api, given, models)
  const reason = `PFClient has no ${operation} here`
  throw new MillraceError("USAGE", { reason: `${reason}.` }, { hint: "See the guide of Python scripts." })
}

async function ended(api: MillraceApi, handle: Handle<RunInfo>, withLog: boolean): Promise<unknown> {
  const run = await handle.result
  return { run: clientRun(run), ...(withLog && { log: await api.runs.log(run.name) }) }
}

/** The arguments of `run` are the fields of a run file. */
function runOptions(given: Arguments): RunOptions {
  const { stream: _stream, resume_from: _resume, ...fields } = given
  return runFields(fields, process.cwd(), {})
}

function naming({ name, display_name, description, tags }: Arguments) {
  return defined({
    name: name as string | undefined,
    displayName: display_name as string | undefined,
    description: description as string | undefined,
    tags: tags as Record<string, string> | undefined,
  })
}

function name(given: Arguments): string {
  return String(given.name)
}

/** The outputs of a flow or a node; a failure is an exception there. */
async function tested(api: MillraceApi, given: Arguments, models: Models): Promise<Value> {
  const { flow, inputs, variant, node, environment_variables, init, connections, dump_test_result } = given
  const options: TestOptions = {
    flow: String(flow),
    ...defined({
      ...models,
      inputs: inputs ? (fromPlain(inputs) as Map<string, Value>) : undefined,
      variant: variant as string | undefined,
      node: node as string | undefined,
      environment: environment_variables as Record<string, string> | undefined,
      init: init as Record<string, unknown> | undefined,
      connections: connections as TestOptions["connections"],
      output: dump_test_result === false ? (false as const) : undefined,
    }),
  }
  const { status, output, error } = await api.flows.test(options).result
  if (status === "done") return output
  const reason = error?.message ?? "the test failed"
  throw new MillraceError("USAGE", { reason }, { message: reason, original: ["UserError"] })
}

/** Without the keys whose value is undefined. */
function defined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  // what is left out was optional
  return Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined && v !== null)) as never
}
