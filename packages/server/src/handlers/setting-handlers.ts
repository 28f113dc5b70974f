import { existsSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { parseYaml } from "@internal/flow"
import { CONNECTION_KINDS, MillraceError } from "@internal/schema"
import type { GallerySample, StudioConnection } from "@internal/schema/studio"
import type { ConnectionInfo } from "@internal/sdk"
import { toPlain } from "@internal/value"
import { put } from "../folder/file-access.ts"
import { findFlows } from "../folder/find-flows.ts"
import { OpenedFolder } from "../folder/opened-folder.ts"
import { walk } from "../folder/walk.ts"
import type { Handlers } from "../http/handler.ts"
import type { Studio } from "../studio.ts"

type Operations =
  | "session.open"
  | "home"
  | "doctor"
  | "connections.list"
  | "connections.specs"
  | "connections.create"
  | "connections.update"
  | "connections.delete"
  | "connections.test"
  | "runtimes.list"
  | "runtimes.get"
  | "runtimes.create"
  | "runtimes.delete"
  | "models.list"
  | "models.pull"
  | "gallery.list"
  | "gallery.get"
  | "data.list"
  | "data.upload"
  | "data.preview"

const DATA = /\.(csv|tsv|jsonl?|txt|parquet)$/i

/** What providers call themselves, where it is not what a file says. */
const LABELS: Record<string, string> = {
  azure_open_ai: "Azure OpenAI",
  open_ai: "OpenAI",
  serverless: "Serverless endpoint",
  cognitive_search: "Azure AI Search",
  serp: "SerpAPI",
  azure_content_safety: "Azure AI Content Safety",
  qdrant: "Qdrant",
  weaviate: "Weaviate",
  form_recognizer: "Azure AI Document Intelligence",
  custom: "Custom",
  local: "Model on this machine",
}

export const settingHandlers: Handlers<Operations> = {
  "session.open": ({ sessions }, { body }) => ({ session: sessions.open(body.token) }),
  home: ({ api, folder, version }) => ({
    folder: folder.root,
    home: api.home,
    version,
    flow: findFlows(folder).some(({ path }) => path === ".") ? "." : null,
  }),
  doctor: ({ api, folder }, { query: { flow } }) =>
    api.doctor(flow === undefined ? {} : { flow: folder.inside(flow) }),
  async "connections.list"({ api, folder }) {
    const used = usedConnections(folder)
    return (await api.connections.list()).map((info) => shownConnection(info, used))
  },
  "connections.specs": () =>
    CONNECTION_KINDS.map(({ yaml, className, fields }) => ({
      type: className,
      word: yaml,
      label: LABELS[yaml] ?? yaml.replaceAll("_", " "),
      fields: fields.map(({ name, secret = false, required = false, default: value }) => ({
        name,
        secret,
        required,
        ...(value !== undefined && { default: value }),
      })),
      open: yaml === "custom",
    })),
  "connections.create": async ({ api, folder }, { body: { name, type, configs, secrets } }) =>
    shownConnection(
      await api.connections.create({ name, type, ...configs, ...secrets }),
      usedConnections(folder),
    ),
  "connections.update": async ({ api, folder }, { query, body }) =>
    shownConnection(
      await api.connections.update(query.name, { ...body.configs, ...body.secrets }),
      usedConnections(folder),
    ),
  async "connections.delete"({ api }, { query }) {
    await api.connections.delete(query.name)
    return { ok: true }
  },
  "connections.test": async ({ api }, { query }) => api.connections.test(query.name),
  "runtimes.list": ({ api }) => api.runtimes.list() as never,
  "runtimes.get": ({ api }, { query }) => api.runtimes.get(query.name) as never,
  "runtimes.create": ({ works, engines, folder }, { body: { name, requirements, python } }) => ({
    work: works.start(engines.tests, "runtimes.create", {
      name,
      ...(requirements !== undefined && { requirements: folder.inside(requirements) }),
      ...(python !== undefined && { python }),
    }).work,
  }),
  async "runtimes.delete"({ api }, { query }) {
    await api.runtimes.delete(query.name)
    return { ok: true }
  },
  "models.list": async ({ api }) => (await api.models.list()) as never,
  "models.pull": ({ works, engines }, { query }) => ({
    work: works.start(engines.tests, "models.pull", { name: query.name }).work,
  }),
  "gallery.list": async ({ api }) =>
    (await api.gallery.list()).map(({ name, folder }) => sampleOf(name, folder)),
  async "gallery.get"({ api }, { query: { name } }) {
    const found = (await api.gallery.list()).find((sample) => sample.name === name)
    if (!found) throw new MillraceError("FLOW_NOT_FOUND", { path: name })
    const described = await api.gallery.describe(name)
    return {
      ...sampleOf(name, found.folder),
      readme: readme(found.folder),
      files: Array.from(walk(found.folder)).flatMap(({ kind, path }) => (kind === "file" ? [path] : [])),
      inputs: described.inputs.map(({ name, type }) => ({ name, type })),
      outputs: described.outputs,
      nodes: described.nodes.map(({ name, kind }) => ({ name, kind })),
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
    let path = `data/${safe}`
    for (let i = 2; existsSync(folder.inside(path)); i++) path = `data/${safe.replace(/(\.\w+)$/, `-${i}$1`)}`
    put(folder.inside(path), upload)
    return { path }
  },
  "data.preview": async ({ api, folder }, { query: { path, limit } }) =>
    api.data.preview(folder.inside(path), limit) as never,
}

function shownConnection(
  info: ConnectionInfo,
  used: Map<string, { flow: string; node: string }[]>,
): StudioConnection {
  const { json: _, ...shown } = info
  return { ...shown, usedBy: used.get(info.name) ?? [] }
}

/** Nodes of the opened folder's flows by the connection that they name. */
function usedConnections(folder: Studio["folder"]): Map<string, { flow: string; node: string }[]> {
  const used = new Map<string, { flow: string; node: string }[]>()
  for (const { path, kind } of findFlows(folder)) {
    if (kind !== "dag") continue
    try {
      const text = readFileSync(join(folder.inside(path), "flow.dag.yaml"), "utf8")
      const flow = toPlain(parseYaml(text, path).value) as {
        nodes?: { name?: string; connection?: string }[]
      }
      for (const { name = "", connection } of flow.nodes ?? [])
        if (connection) used.set(connection, [...(used.get(connection) ?? []), { flow: path, node: name }])
    } catch {
      // the flow's own page says what is wrong with it
    }
  }
  return used
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
