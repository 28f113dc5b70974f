import { existsSync, readFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { MillraceError } from "@internal/schema"
import type { GallerySample, StudioRuntime } from "@internal/schema/studio"
import type { RuntimeInfo } from "@internal/sdk"
import { atPath, put } from "../folder/file-access.ts"
import { findFlows } from "../folder/find-flows.ts"
import { OpenedFolder } from "../folder/opened-folder.ts"
import { sniffData } from "../folder/sniff-data.ts"
import { usedConnections } from "../folder/used-connections.ts"
import { walk } from "../folder/walk.ts"
import type { Handlers } from "../http/handler.ts"
import type { Studio } from "../studio.ts"
import { flowFolder } from "./flow-handlers.ts"

type Operations =
  | "session.open"
  | "home"
  | "doctor"
  | "runtimes.list"
  | "runtimes.get"
  | "runtimes.create"
  | "runtimes.check"
  | "runtimes.update"
  | "runtimes.delete"
  | "models.list"
  | "models.pull"
  | "models.delete"
  | "gallery.list"
  | "gallery.get"
  | "data.list"
  | "data.upload"
  | "data.preview"

/** The connection to the model on this machine, which nobody has to make. */
const BUILT_IN = "local_model"
const DATA = /\.(csv|tsv|jsonl?|txt|parquet)$/i

export const settingHandlers: Handlers<Operations> = {
  "session.open": ({ sessions }, { body }) => ({ session: sessions.open(body.token) }),
  home: ({ api, folder, version }) => ({
    folder: folder.root,
    home: api.home,
    version,
    flow: findFlows(folder).some(({ path }) => path === ".") ? "." : null,
  }),
  doctor({ api, folder, trust }, { query: { flow } }) {
    if (flow === undefined) return api.doctor({ careful: !trust.has(folder.root) })
    const path = folder.inside(flow)
    trust.need(flowFolder(path), flow) // asks its Python what it has
    return api.doctor({ flow: path })
  },
  "runtimes.list": async ({ api, folder, trust }) =>
    (await api.runtimes.list({ careful: !trust.has(folder.root) })).map((runtime) => shown(runtime, folder)),
  "runtimes.get": async ({ api, folder, trust }, { query }) =>
    shown(await api.runtimes.get(query.name, { careful: !trust.has(folder.root) }), folder),
  "runtimes.create"({ works, engines, folder, trust }, { body: { name, requirements, python } }) {
    const file = requirements === undefined ? undefined : folder.inside(requirements)
    // what is installed may run code: a line can name a folder, or any package
    if (file !== undefined) trust.need(dirname(file), dirname(requirements as string))
    const options = { name, ...(file !== undefined && { requirements: file }), ...(python && { python }) }
    return { work: works.start(engines.tests, "runtimes.create", options).work }
  },
  "runtimes.check": async ({ works, engines, folder, trust }, { query: { name, newer } }) => {
    const careful = !trust.has(folder.root)
    const asked = { name, careful, newer: newer === "true" }
    return (await works.ask(engines.tests, "runtimes.check", asked)) as never
  },
  async "runtimes.update"({ api, works, engines, folder, trust }, { query: { name } }) {
    const { requirementsFile: file } = await api.runtimes.get(name, { careful: true })
    // as when it was made: a line of it can name a folder, or any package
    const inside = file === undefined ? null : folder.named(file)
    if (inside !== null) trust.need(dirname(folder.inside(inside)), dirname(inside))
    return { work: works.start(engines.tests, "runtimes.update", { name }).work }
  },
  async "runtimes.delete"({ api }, { query }) {
    await api.runtimes.delete(query.name)
    return { ok: true }
  },
  "models.list": async ({ api }) => (await api.models.list()) as never,
  "models.pull": ({ works, engines }, { query }) => ({
    work: works.start(engines.tests, "models.pull", { name: query.name }).work,
  }),
  async "models.delete"({ api }, { query }) {
    await api.models.delete(query.name)
    return { ok: true }
  },
  "gallery.list": async ({ api }) =>
    (await api.gallery.list()).map(({ name, folder }) => sampleOf(name, folder)),
  async "gallery.get"({ api }, { query: { name } }) {
    const found = (await api.gallery.list()).find((sample) => sample.name === name)
    if (!found) throw new MillraceError("FLOW_NOT_FOUND", { path: name })
    const described = await api.gallery.describe(name)
    return {
      ...sampleOf(name, found.folder),
      readme: readme(found.folder),
      needs: await needsOf(api, found.folder),
      files: Array.from(walk(found.folder)).flatMap(({ kind, path }) => (kind === "file" ? [path] : [])),
      inputs: described.inputs,
      outputs: described.outputs,
      nodes: described.nodes.map(({ name, kind, model }) => ({ name, kind, ...(model && { model }) })),
    }
  },
  "data.list"({ folder }, { query: { flow } }) {
    const files = Array.from(walk(folder.root)).filter(({ kind, path }) => kind === "file" && DATA.test(path))
    const near = flow === undefined ? [] : files.filter(({ path }) => path.startsWith(`${flow}/`))
    const rest = files.filter((file) => !near.includes(file))
    return [...near, ...rest].map(({ path, size, updatedAt }) => ({ path, size, updatedAt }))
  },
  "data.upload"({ folder }, { query: { name } }, { upload }) {
    const safe = basename(name.replaceAll("\\", "/"))
    if (!DATA.test(safe))
      throw new MillraceError("REQUEST_INVALID", {
        what: "The name",
        reason: "data files end in .csv, .tsv, .json, .jsonl, .txt or .parquet",
      })
    const { name: called, bytes } = sniffData(safe, upload)
    let path = `data/${called}`
    for (let i = 2; existsSync(folder.inside(path)); i++)
      path = `data/${called.replace(/(\.\w+)$/, `-${i}$1`)}`
    atPath(path, () => put(folder.inside(path), bytes))
    return { path }
  },
  "data.preview": async ({ api, folder }, { query: { path, limit } }) =>
    api.data.preview(folder.inside(path), limit) as never,
}

/** Its requirements file as the page calls files, where it lies in the opened folder. */
function shown(runtime: RuntimeInfo, folder: OpenedFolder): StudioRuntime {
  const { requirementsFile: file, ...rest } = runtime
  return { ...rest, ...(file !== undefined && { requirementsFile: folder.named(file) ?? file }) }
}

async function needsOf(api: Studio["api"], folder: string) {
  const there = new Set([BUILT_IN, ...(await api.connections.list()).map(({ name }) => name)])
  const names = [...usedConnections(new OpenedFolder(folder), there).keys()].sort()
  const file = join(folder, "requirements.txt")
  const lines = existsSync(file) ? readFileSync(file, "utf8").split(/\r?\n/) : []
  return {
    connections: names.map((name) => ({ name, there: there.has(name) })),
    packages: lines.map((line) => line.replace(/(^|\s)#.*$/, "").trim()).filter(Boolean),
  }
}

function readme(folder: string): string {
  const file = join(folder, "README.md")
  return existsSync(file) ? readFileSync(file, "utf8") : ""
}

function sampleOf(name: string, folder: string): GallerySample {
  const text = readme(folder)
  const title = /^#\s+(.+)$/m.exec(text)?.[1] ?? name
  const summary =
    text
      .replace(/^#.*$/m, "")
      .trim()
      .split(/\n\s*\n/, 1)[0]
      ?.replaceAll(/\s+/g, " ")
      .replaceAll("`", "")
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1") ?? ""
  const flow = findFlows(new OpenedFolder(folder)).find(({ path }) => !path.includes("/"))
  const isEvaluation = name.startsWith("eval-") || name.includes("-eval-")
  return {
    name,
    title,
    summary,
    kind: flow?.kind ?? "dag",
    type: isEvaluation ? "evaluation" : (flow?.type ?? "standard"),
    tags: [],
  }
}
