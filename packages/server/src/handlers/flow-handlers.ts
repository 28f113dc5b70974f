import { existsSync, readdirSync, statSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { MillraceError } from "@internal/schema"
import { describedToolJson, type FlowView } from "@internal/schema/studio"
import { plainData } from "@internal/sdk"
import { atPath, move, whileAt } from "../folder/file-access.ts"
import { findFlows } from "../folder/find-flows.ts"
import { copyFiles, filesToSend, flowFiles, keepIncludes } from "../folder/flow-files.ts"
import { deletedFlows, discard, purge, undelete } from "../folder/trash.ts"
import { type Entry, walk } from "../folder/walk.ts"
import { unzipFlow, zipFlow } from "../folder/zip.ts"
import type { Handlers } from "../http/handler.ts"
import type { Studio } from "../studio.ts"

type Operations =
  | "flows.list"
  | "flows.get"
  | "flows.create"
  | "flows.clone"
  | "flows.import"
  | "flows.download"
  | "flows.rename"
  | "flows.delete"
  | "flows.archive"
  | "flows.restore"
  | "flows.deleted"
  | "flows.undelete"
  | "flows.purge"
  | "flows.trust"
  | "flows.tools"
  | "flows.callTool"

export const flowHandlers: Handlers<Operations> = {
  async "flows.list"({ api, folder }) {
    const archived = new Set(await api.flows.archived())
    return findFlows(folder).map((flow) =>
      archived.has(join(folder.root, flow.path)) ? { ...flow, archived: true as const } : flow,
    )
  },
  "flows.get": (studio, { query }) => viewOf(studio, query.flow),
  async "flows.create"({ api, folder, trust }, { body }) {
    const path = free(folder.inside(body.path), body.path)
    await api.flows.restore({ flow: path }) // one that was there was archived
    await whileAt(body.path, () => api.flows.init({ path, type: body.type }))
    trust.addMade(path, folder.root)
    return { path: body.path }
  },
  async "flows.clone"({ api, folder, trust }, { body: { path, from } }) {
    const to = free(folder.inside(path), path)
    await api.flows.restore({ flow: to })
    if ("sample" in from) {
      await whileAt(path, () => api.gallery.clone(from.sample, to))
      trust.addMade(to, folder.root)
    } else {
      const source = "flow" in from ? placeOf(folder, from.flow) : await snapshotOf(api, from.run)
      const files = "flow" in from ? flowFiles(folder, source) : [...walk(source)].filter(isFile)
      atPath(path, () => copyFiles(files, to))
      if ("flow" in from) keepIncludes(source, to)
      if (trust.has(source)) trust.addMade(to, folder.root) // a copy of what may run
    }
    return { path }
  },
  async "flows.import"({ api, folder, trust }, { query: { path } }, { upload }) {
    const to = free(folder.inside(path), path)
    await api.flows.restore({ flow: to })
    trust.remove(to) // of a flow that was there
    return { path, files: await whileAt(path, () => unzipFlow(upload, to)) }
  },
  async "flows.download"({ folder }, { query: { flow } }) {
    const from = placeOf(folder, flow)
    const name = `${basename(from).replace(/\.prompty$/, "")}.zip`
    return { name, type: "application/zip", bytes: await zipFlow(filesToSend(folder, from)) }
  },
  async "flows.rename"({ api, folder, trust }, { body }) {
    const from = folder.inside(body.flow)
    const wasTrusted = trust.has(from)
    const wasArchived = (await api.flows.archived()).includes(from)
    move(folder, body.flow, body.to)
    trust.remove(from)
    const to = folder.inside(body.to)
    keepIncludes(from, to)
    if (wasTrusted) trust.add(to)
    await api.flows.restore({ flow: from })
    if (wasArchived) await api.flows.archive({ flow: to })
    return { path: body.to }
  },
  async "flows.delete"({ api, folder, trust }, { query }) {
    const from = folder.inside(query.flow)
    const wasTrusted = trust.has(from)
    const trash = discard(folder, query.flow)
    trust.remove(from)
    if (wasTrusted) trust.add(folder.inside(trash)) // so that it runs again when it is brought back
    await api.flows.restore({ flow: from })
    return { trash }
  },
  async "flows.archive"({ api, folder }, { body }) {
    await api.flows.archive({ flow: folder.inside(body.flow) })
    return { ok: true }
  },
  async "flows.restore"({ api, folder }, { body }) {
    await api.flows.restore({ flow: folder.inside(body.flow) })
    return { ok: true }
  },
  "flows.deleted": ({ folder }) => deletedFlows(folder),
  "flows.undelete"({ folder, trust }, { body }) {
    const from = folder.inside(body.trash)
    const wasTrusted = trust.has(from)
    const path = undelete(folder, body.trash, body.to)
    trust.remove(from)
    if (wasTrusted) trust.add(folder.inside(path))
    return { path }
  },
  "flows.purge"({ folder, trust }, { query: { trash } }) {
    purge(folder, trash)
    trust.remove(folder.inside(trash))
    return { ok: true }
  },
  "flows.trust"({ folder, trust }, { body }) {
    trust.add(flowFolder(folder.inside(body.flow)))
    return { ok: true }
  },
  async "flows.tools"({ folder, trust, works, engines }, { query: { flow, careful } }) {
    if (flow === undefined)
      return (await works.ask(engines.tests, "tools.list", {
        careful: !trust.has(folder.root),
      })) as Record<string, unknown>
    const path = folder.inside(flow)
    if (!careful) trust.need(flowFolder(path), flow)
    const asked = { flow: path, careful: careful !== undefined }
    return (await works.ask(engines.tests, "tools.list", asked)) as Record<string, unknown>
  },
  async "flows.callTool"({ folder, trust, works, engines }, { body: { flow, ...call } }) {
    const path = flowFolder(folder.inside(flow))
    trust.need(path, flow)
    return { value: await works.ask(engines.tests, "tools.call", { ...call, folder: path }) }
  },
}

/** A flow and its problems, read carefully: its folder may be one that nobody has looked at. */
async function viewOf({ api, folder, trust }: Studio, path: string): Promise<FlowView> {
  const absolute = folder.inside(path)
  const trusted = trust.has(flowFolder(absolute))
  const careful = !trusted
  const described = await api.flows.describe({ flow: absolute, careful })
  const { diagnostics, signatures = [] } = await api.flows.validate({
    flow: absolute,
    careful,
    signatures: true,
  })
  return {
    path,
    name: described.name,
    kind: described.kind,
    file: basename(described.file),
    isChat: described.chat,
    chatPorts: described.chatPorts,
    messageFormat: described.messageFormat,
    inputs: described.inputs,
    init: described.init,
    sample: plainData(described.sample) as FlowView["sample"],
    outputs: described.outputs,
    nodes: described.nodes,
    diagnostics: diagnostics.map(({ code, severity, message, hint, file, line, column, length }) => ({
      code,
      severity,
      message,
      hint,
      file,
      line,
      column,
      length,
    })),
    signatures: signatures.map(({ source, answer }) => describedToolJson(source, answer)),
    trusted,
  }
}

/** The folder of a flow that is named by its folder or by its file. */
export function flowFolder(absolute: string): string {
  return /\.(ya?ml|prompty)$/.test(absolute) ? dirname(absolute) : absolute
}

const isFile = ({ kind }: Entry) => kind === "file"

/** The folder of a flow, or the file of a prompty, which must be there. */
function placeOf(folder: Studio["folder"], path: string): string {
  const absolute = folder.inside(path)
  if (!existsSync(absolute)) throw new MillraceError("FLOW_NOT_FOUND", { path })
  return /\.prompty$/.test(path) || statSync(absolute).isDirectory() ? absolute : dirname(absolute)
}

/** Somewhere nothing is yet, or an empty folder. */
function free(absolute: string, shown: string): string {
  if (!existsSync(absolute)) return absolute
  if (!statSync(absolute).isDirectory()) throw new MillraceError("FILE_EXISTS", { path: shown })
  if (readdirSync(absolute).length > 0) throw new MillraceError("FOLDER_NOT_EMPTY", { path: shown })
  return absolute
}

async function snapshotOf(api: Studio["api"], run: string): Promise<string> {
  const { properties } = await api.runs.get(run)
  const snapshot = join(String(properties.output_path), "snapshot")
  if (!existsSync(snapshot))
    throw new MillraceError("FILE_NOT_FOUND", { path: snapshot, reason: "Its run has kept no files." })
  return snapshot
}
