import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { encodeEvent, MillraceError, type RunEvent } from "@internal/schema"
import type { Asked, StudioRun } from "@internal/schema/studio"
import { type EvaluateOptions, plainData, type RunInfo, type RunOptions } from "@internal/sdk"
import { walk } from "../folder/walk.ts"
import type { Handlers } from "../http/handler.ts"
import type { Studio } from "../studio.ts"
import { flowFolder } from "./flow-handlers.ts"

type Operations =
  | "runs.list"
  | "runs.get"
  | "runs.start"
  | "runs.evaluate"
  | "runs.estimate"
  | "runs.lines"
  | "runs.events"
  | "runs.log"
  | "runs.files"
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

export const runHandlers: Handlers<Operations> = {
  async "runs.list"({ api, folder }, { query: { limit, archived, flow, run } }) {
    const isAsked = flow !== undefined || run !== undefined
    const runs = await api.runs.list({ limit: isAsked ? 10_000 : limit, ...(archived && { archived }) })
    const shown = (run === undefined ? runs : runs.filter((one) => one.run === run)).map((one) =>
      shownRun(one, folder),
    )
    return (flow === undefined ? shown : shown.filter((one) => one.flow === flow)).slice(0, limit)
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
      test: { ...test, vary: body.vary },
      evaluations,
    })
    return { work, runs: [], group: test.name }
  },
  async "runs.evaluate"(studio, { query, body }) {
    const { data: own, ...options } = await evaluationOptions(studio, body)
    const run = await studio.api.runs.get(query.name)
    const data = own ?? run.data ?? undefined
    const name = newName(`${basename(String(options.flow))}_over_${query.name}`)
    const asked = { ...options, name, run: query.name, ...(data !== undefined && { data }) }
    return { run: name, work: studio.works.start(studio.engines.forRun(), "runs.create", asked).work }
  },
  "runs.estimate"(studio, { body }) {
    const { name: _, ...rest } = runOptions(studio, body)
    const options = { ...rest, ...(body.vary.length > 0 && { vary: body.vary }) }
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
      for await (const event of api.journal.events(name, { line })) yield entry(event)
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
  async "runs.export"({ api }, { query: { name, format } }) {
    const folder = mkdtempSync(join(tmpdir(), "millrace-export-"))
    try {
      const file = await api.runs.exportTable(name, { format, file: join(folder, `${name}.${format}`) })
      return { name: basename(file), type: TYPES[format], bytes: readFileSync(file) }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
  "runs.compare": async ({ api, folder }, { body }) => {
    const { runs, ...comparison } = await api.runs.compare(body)
    return { ...(plainData(comparison) as object), runs: runs.map((run) => shownRun(run, folder)) }
  },
  async "runs.cancel"({ api }, { query, body }) {
    await api.runs.cancel(query.name, body)
    return { ok: true }
  },
  async "runs.pause"({ api }, { query }) {
    await api.runs.pause(query.name)
    return { ok: true }
  },
  "runs.resume": ({ works, engines }, { query, body }) => ({
    work: works.start(engines.forRun(), "runs.resume", { ...body, name: query.name }).work,
  }),
  "runs.update": async ({ api, folder }, { query, body }) =>
    shownRun(await api.runs.update(query.name, body), folder),
  "runs.archive": async ({ api, folder }, { query }) => shownRun(await api.runs.archive(query.name), folder),
  "runs.restore": async ({ api, folder }, { query }) => shownRun(await api.runs.restore(query.name), folder),
  async "runs.delete"({ api }, { query }) {
    await api.runs.delete(query.name)
    return { ok: true }
  },
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
    cost: cost.unknown.length > 0 ? null : cost.known,
  }
}

/** What a bulk test is asked, with paths of this machine. Its code runs, so the folder must be one that may. */
function runOptions(
  { folder, trust }: Studio,
  { flow, data, evaluations: _evaluations, vary: _vary, tags, ...asked }: Asked<"runs.start">["body"],
): RunOptions & { name: string } {
  const path = folder.inside(flow)
  trust.need(flowFolder(path), flow)
  return { ...asked, name: newName(basename(path)), flow: path, data: folder.inside(data), tags }
}

async function evaluationOptions(
  { api, folder, trust }: Studio,
  { flow, data, ...asked }: Asked<"runs.evaluate">["body"],
): Promise<EvaluateOptions> {
  const from = { ...asked, ...(data !== undefined && { data: folder.inside(data) }) }
  if (typeof flow !== "string") {
    const sample = (await api.gallery.list()).find(({ name }) => name === flow.sample)
    if (!sample) throw new MillraceError("FLOW_NOT_FOUND", { path: flow.sample })
    return { ...from, flow: sample.folder }
  }
  const path = folder.inside(flow)
  trust.need(flowFolder(path), flow)
  return { ...from, flow: path }
}

function newName(base: string): string {
  const stamp = new Date()
    .toISOString()
    .replaceAll(/[-:]/g, "")
    .replace("T", "_")
    .replace(/\.(\d+)Z/, "_$1")
  return `${base.replaceAll(/[^A-Za-z0-9_.-]+/g, "_")}_${stamp}`
}
