import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { encodeEvent, MillraceError, type RunEvent } from "@internal/schema"
import type { StudioRun } from "@internal/schema/studio"
import { plainData, type RunComparison, type RunInfo } from "@internal/sdk"
import { imageOfRun } from "../folder/run-image.ts"
import { walk } from "../folder/walk.ts"
import type { Handlers } from "../http/handler.ts"
import type { Studio } from "../studio.ts"
import { flowFolder } from "./flow-handlers.ts"
import { evaluationOptions, newName, overRun, runOptions } from "./run-options.ts"

type Operations =
  | "runs.list"
  | "runs.get"
  | "runs.start"
  | "runs.evaluate"
  | "runs.estimate"
  | "runs.estimateEvaluation"
  | "runs.lines"
  | "runs.events"
  | "runs.log"
  | "runs.files"
  | "runs.image"
  | "runs.export"
  | "runs.compare"
  | "runs.cancel"
  | "runs.pause"
  | "runs.resume"
  | "runs.update"
  | "runs.archive"
  | "runs.restore"
  | "runs.delete"

const TYPES = {
  jsonl: "application/x-ndjson",
  csv: "text/csv; charset=utf-8",
  parquet: "application/vnd.apache.parquet",
  html: "text/html; charset=utf-8",
}

/** An evaluation is younger than what it evaluates: all of them have been seen when that is. */
function withEvaluations(runs: StudioRun[], evaluating: readonly StudioRun[]): StudioRun[] {
  const names = new Set(runs.map(({ name }) => name))
  const theirs = evaluating.filter(({ run }) => run !== null && names.has(run))
  return theirs.length === 0
    ? runs
    : [...runs, ...theirs].sort((a, b) =>
        a.createdOn < b.createdOn ? 1 : a.createdOn > b.createdOn ? -1 : 0,
      )
}

export const runHandlers: Handlers<Operations> = {
  async "runs.list"(studio, { query: { limit, before, archived, tests, flow, evaluations, run, group } }) {
    const asked = {
      ...(archived && { archived }),
      ...(tests && { tests }),
      ...(run !== undefined && { run }),
    }
    if (group !== undefined) return groupOf(studio, group, asked)
    const shown: StudioRun[] = []
    const evaluating: StudioRun[] = []
    for (let last = before; ; ) {
      const page = await studio.api.runs.list({
        ...asked,
        limit,
        ...(last !== undefined && { before: last }),
      })
      for (const one of page.map((info) => shownRun(info, studio.folder)))
        if (flow === undefined || one.flow === flow) shown.push(one)
        else if (evaluations && one.run !== null) evaluating.push(one)
      last = page.at(-1)?.name
      if (page.length < limit || shown.length >= limit)
        return withEvaluations(shown.slice(0, limit), evaluating)
    }
  },
  "runs.get": async ({ api, folder }, { query }) => shownRun(await api.runs.get(query.name), folder),
  async "runs.start"(studio, { body }) {
    const test = runOptions(studio, body)
    const evaluations = await Promise.all(body.evaluations.map((one) => evaluationOptions(studio, one)))
    const engine = studio.engines.forRun()
    if (body.vary.length === 0 && evaluations.length === 0) {
      const { work } = studio.works.start(engine, "runs.create", test)
      return { work, runs: [test.name] }
    }
    const { work } = studio.works.start(engine, "runs.bulkTest", {
      test: { ...test, ...(body.vary.length > 0 && { vary: body.vary }) },
      evaluations,
    })
    return { work, runs: [], group: test.name }
  },
  async "runs.evaluate"(studio, { query, body }) {
    const options = await overRun(studio, query.name, body)
    const name = newName(`${basename(String(options.flow))}_over_${query.name}`)
    const asked = { ...options, name }
    return { run: name, work: studio.works.start(studio.engines.forRun(), "runs.create", asked).work }
  },
  async "runs.estimateEvaluation"(studio, { query, body }) {
    const options = await overRun(studio, query.name, body)
    return { work: studio.works.start(studio.engines.tests, "runs.estimate", options).work }
  },
  async "runs.estimate"(studio, { body }) {
    const { name: _, ...rest } = runOptions(studio, body)
    const evaluations = await Promise.all(body.evaluations.map((one) => evaluationOptions(studio, one)))
    const options = {
      ...rest,
      ...(body.vary.length > 0 && { vary: body.vary }),
      ...(evaluations.length > 0 && { evaluations }),
    }
    return { work: studio.works.start(studio.engines.tests, "runs.estimate", options).work }
  },
  async "runs.lines"({ api }, { query: { name, status, ...page } }) {
    const lines = await api.runs.lines(name, { ...page, ...(status && { status }) })
    return plainData(lines) as never
  },
  async *"runs.events"({ api }, { query: { name, after, line } }, { signal }) {
    const entry = (event: RunEvent) => {
      const { run, seq, at } = event
      return { seq, journal: { run, seq, at, text: encodeEvent(event) } }
    }
    if (line !== undefined) {
      const of = line === "aggregation" ? null : line
      for await (const event of api.journal.events(name, { line: of })) yield entry(event)
      return
    }
    let last = after
    for (;;) {
      const { state } = await api.runs.get(name) // before reading: what it tells until its end is read then
      for await (const event of api.journal.events(name, { after: last })) {
        last = event.seq
        yield entry(event)
      }
      if (state !== "running") return
      await changed(api, signal)
      if (signal.aborted) return
    }
  },
  "runs.log": async ({ api }, { query }) => ({ text: await api.runs.log(query.name) }),
  async "runs.files"({ api }, { query }) {
    const { properties } = await api.runs.get(query.name)
    const snapshot = join(String(properties.output_path), "snapshot")
    if (!existsSync(snapshot)) return []
    return Array.from(walk(snapshot)).flatMap(({ kind, path, absolute, size }) => {
      if (kind !== "file") return []
      const bytes = size > 1_000_000 ? undefined : readFileSync(absolute)
      return [{ path, text: !bytes || bytes.includes(0) ? null : bytes.toString("utf8") }]
    })
  },
  async "runs.image"({ api, folder }, { query: { name, path } }) {
    const run = await api.runs.get(name)
    const image = imageOfRun(run, folder, path)
    if (!image) throw new MillraceError("FILE_NOT_FOUND", { path, reason: "" })
    const { file, type } = image
    return { name: basename(file), type, bytes: readFileSync(file), inline: true }
  },
  async "runs.export"({ api }, { query: { name, format } }) {
    const folder = mkdtempSync(join(tmpdir(), "millrace-export-"))
    try {
      const file = await api.runs.exportTable(name, { format, file: join(folder, `${name}.${format}`) })
      return { name: basename(file), type: TYPES[format], bytes: readFileSync(file) }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
  async "runs.compare"(studio, { body }) {
    const refused = await refusedEvaluation(studio, body.runs)
    // segments are of metrics that lines have scores of
    const resample = refused === undefined && body.segment === undefined
    const asked = { ...body, listed: MOST_CHANGED, resample, timeBox: 5 }
    // aggregations of evaluations run again, which is code
    const answer = await studio.works.ask(studio.engines.tests, "runs.compare", asked)
    const { runs, changed: _, notes, ...comparison } = answer as RunComparison
    const why = `Code of ${refused} may not run: metrics that only its aggregation can tell have no interval.`
    return {
      ...comparison,
      notes: refused === undefined ? notes : [...notes, why],
      runs: runs.map((run) => shownRun(run, studio.folder)),
    }
  },
  async "runs.cancel"({ api }, { query, body }) {
    await api.runs.cancel(query.name, body)
    return { ok: true }
  },
  async "runs.pause"({ api }, { query }) {
    await api.runs.pause(query.name)
    return { ok: true }
  },
  async "runs.resume"({ api, works, engines, folder, trust }, { query, body }) {
    const { flow, properties } = shownRun(await api.runs.get(query.name), folder)
    if (flow !== null) trust.need(flowFolder(String(properties.flow_path)), flow)
    return { work: works.start(engines.forRun(), "runs.resume", { ...body, name: query.name }).work }
  },
  "runs.update": async ({ api, folder }, { query, body }) =>
    shownRun(await api.runs.update(query.name, body), folder),
  "runs.archive": async ({ api, folder }, { query }) => shownRun(await api.runs.archive(query.name), folder),
  "runs.restore": async ({ api, folder }, { query }) => shownRun(await api.runs.restore(query.name), folder),
  async "runs.delete"({ api }, { query }) {
    await api.runs.delete(query.name)
    return { ok: true }
  },
}

/** Changed rows that a comparison lists, so that a page can filter by them. */
const MOST_CHANGED = 100_000

/** The runs of a bulk test in the order of the list, each evaluation before what it evaluates. */
async function groupOf(
  { api, folder }: Studio,
  group: string,
  asked: { archived?: "only" | "include" },
): Promise<StudioRun[]> {
  const members = await api.runs.list({ ...asked, group, limit: 10_000 })
  const over = await Promise.all(
    members.map(({ name }) => api.runs.list({ ...asked, run: name, limit: 100 })),
  )
  return members.flatMap((run, at) => [...(over[at] ?? []), run]).map((run) => shownRun(run, folder))
}

/** An evaluation of the runs whose flow lies below the opened folder and may not run. */
async function refusedEvaluation(
  { api, folder, trust }: Studio,
  runs: readonly string[],
): Promise<string | undefined> {
  for (const name of runs)
    for (const one of await api.runs.list({ run: name, archived: "include", limit: 100 })) {
      const path = String(one.properties.flow_path ?? "")
      const shown = existsSync(path) ? folder.named(path) : null
      if (shown !== null && !trust.has(flowFolder(path))) return shown
    }
  return undefined
}

/** Waits until the store has changed, or for a while. */
async function changed(api: Studio["api"], signal: AbortSignal): Promise<void> {
  const before = await api.journal.version()
  for (let i = 0; i < 20 && !signal.aborted; i++) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    if ((await api.journal.version()) !== before) return
  }
}

function shownRun({ cost, ...run }: RunInfo, folder: Studio["folder"]): StudioRun {
  const path = run.properties.flow_path
  return {
    ...(plainData(run) as StudioRun),
    flow: typeof path === "string" && existsSync(path) ? folder.named(path) : null,
    dataPath: run.data !== null && existsSync(run.data) ? folder.named(run.data) : null,
    cost: cost.unknown.length > 0 ? null : cost.known,
  }
}
