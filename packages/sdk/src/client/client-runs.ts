import type { Handle } from "../api/execution.ts"
import type { MillraceApi } from "../api/millrace-api.ts"
import type { RunInfo, RunOptions } from "../api/runs.ts"
import { runFields } from "../runs/run-file.ts"
import {
  archivedOf,
  defined,
  type Given,
  limitOf,
  nameOf,
  type Operation,
  textOf,
} from "./client-operation.ts"
import { clientRun } from "./client-run.ts"

/** `pf.run`, `pf.runs` and `load_run`. */
export const RUN_CALLS: Record<string, Operation> = {
  run: async (api, given, { models, caller: { signal }, asked }) => {
    const { resume_from, stream } = given
    const handle =
      typeof resume_from === "string"
        ? await api.runs.resumeFrom(defined({ from: resume_from, ...naming(given), signal }))
        : await api.runs.create({ ...runOptions(given, asked.asker.cwd), ...defined(models), signal })
    return ended(api, handle, stream === true)
  },
  "runs.create_from_source": async (api, given) =>
    clientRun(await api.runs.register(defined({ folder: String(given.source), ...naming(given) }))),
  "runs.get": async (api, given) => clientRun(await api.runs.get(nameOf(given))),
  "runs.list": async (api, given) =>
    (await api.runs.list({ limit: limitOf(given), ...archivedOf(given) })).map(clientRun),
  "runs.update": async (api, given) => clientRun(await api.runs.update(nameOf(given), naming(given))),
  "runs.archive": async (api, given) => clientRun(await api.runs.archive(nameOf(given))),
  "runs.restore": async (api, given) => clientRun(await api.runs.restore(nameOf(given))),
  "runs.delete": (api, given) => api.runs.delete(nameOf(given)),
  "runs.metrics": (api, given) => api.runs.metrics(nameOf(given)),
  "runs.details": async (api, given) => {
    const { columns, rows } = await api.runs.details(nameOf(given), { limit: limitOf(given) })
    return { columns, rows }
  },
  "runs.stream": async (api, given) => {
    const run = await api.runs.follow(nameOf(given)).result
    return { run: clientRun(run), log: await api.runs.log(run.name) }
  },
  "runs.visualize": (api, given) => api.runs.visualize(given.runs as string[], textOf(given, "html_path")),
  load_run: async (api, { source, overrides }) =>
    api.readRunFile(String(source), { set: (overrides ?? {}) as Given }),
}

async function ended(api: MillraceApi, handle: Handle<RunInfo>, withLog: boolean): Promise<unknown> {
  const run = await handle.result
  return { run: clientRun(run), ...(withLog && { log: await api.runs.log(run.name) }) }
}

/** The arguments of `run` are the fields of a run file. */
function runOptions(given: Given, cwd: string): RunOptions {
  const { stream: _stream, resume_from: _resume, ...fields } = given
  return runFields(fields, cwd, {})
}

function naming(given: Given) {
  return defined({
    name: textOf(given, "name"),
    displayName: textOf(given, "display_name"),
    description: textOf(given, "description"),
    tags: given.tags as Record<string, string> | undefined,
  })
}
