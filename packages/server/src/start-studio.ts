import { mkdirSync, realpathSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { MillraceError } from "@internal/schema"
import { Millrace, type OpenOptions, VERSION } from "@internal/sdk"
import { templatesIn } from "./folder/find-templates.ts"
import { OpenedFolder } from "./folder/opened-folder.ts"
import { Trust } from "./folder/trust.ts"
import { connectionHandlers } from "./handlers/connection-handlers.ts"
import { conversationHandlers } from "./handlers/conversation-handlers.ts"
import { executionHandlers } from "./handlers/execution-handlers.ts"
import { experimentHandlers } from "./handlers/experiment-handlers.ts"
import { fileHandlers } from "./handlers/file-handlers.ts"
import { flowFolder, flowHandlers } from "./handlers/flow-handlers.ts"
import { runHandlers } from "./handlers/run-handlers.ts"
import { settingHandlers } from "./handlers/setting-handlers.ts"
import { makeServer } from "./http/server.ts"
import { Sessions } from "./http/sessions.ts"
import { Changes } from "./live/changes.ts"
import { Engines } from "./live/engines.ts"
import { Works } from "./live/works.ts"
import type { InitFile, Studio } from "./studio.ts"

export interface StudioOptions {
  /** What is opened. */
  folder: string
  /** Folder of the page's bundle. */
  assets: string
  /** Default: any that is free. */
  port?: number
  home?: string
  /** The code of the folder may run as long as this server does: whoever starts it has said so. */
  trustFolder?: boolean
  /** An experiment template, wherever it lies: whoever starts the server has said that its flows may run. */
  experiment?: string
  /** Templates in the folder above are offered too, where a flow's own folder is opened. Their flows are asked about. */
  templatesAbove?: boolean
  /** Read again whenever it changes: chats begin anew with what it says then. */
  init?: InitFile
  env?: Record<string, string | undefined>
}

export interface RunningStudio extends AsyncDisposable {
  readonly port: number
  /** An address that opens one session. What is behind `#` stays in the browser. */
  address(path?: string): string
}

/** Serves the studio of a folder on this machine alone, until it is disposed of. */
export async function startStudio(options: StudioOptions): Promise<RunningStudio> {
  const folder = new OpenedFolder(options.folder)
  const open: OpenOptions = {
    cwd: folder.root,
    ...(options.home !== undefined && { home: options.home }),
    ...(options.env && { env: options.env }),
  }
  const api = await Millrace.open(open)
  const experiment =
    options.experiment === undefined ? undefined : await allowedTemplate(api, options.experiment)
  mkdirSync(api.home, { recursive: true, mode: 0o700 }) // what is looked at carefully is looked at from there
  const studio: Studio = {
    api,
    folder,
    trust: new Trust(api.home, [
      ...(options.trustFolder ? [folder.root] : []),
      ...(experiment?.folders ?? []),
    ]),
    sessions: new Sessions(),
    works: new Works(),
    engines: new Engines(open),
    changes: new Changes(folder, api, options.init?.path),
    templates: () => [
      ...(experiment ? [experiment.path] : []),
      ...(options.templatesAbove ? templatesIn(dirname(folder.root)) : []),
    ],
    init: options.init,
    assets: options.assets,
    version: VERSION,
    port: 0,
  }
  const handlers = {
    ...settingHandlers,
    ...connectionHandlers,
    ...flowHandlers,
    ...fileHandlers,
    ...executionHandlers,
    ...conversationHandlers,
    ...experimentHandlers,
    ...runHandlers,
  }
  const server = makeServer(studio, handlers as never)
  await server.listen({ host: "127.0.0.1", port: options.port ?? 0 })
  studio.port = (server.server.address() as { port: number }).port
  studio.engines.tests.warm()
  return {
    port: studio.port,
    address: (path = "/") => `http://127.0.0.1:${studio.port}${path}#token=${studio.sessions.token()}`,
    async [Symbol.asyncDispose]() {
      await studio.changes[Symbol.asyncDispose]()
      await server.close()
      await studio.engines[Symbol.asyncDispose]()
      await api[Symbol.asyncDispose]()
    },
  }
}

/** A template that was named, and what may run with it. Fails as it would for whoever starts it. */
async function allowedTemplate(
  api: Millrace,
  template: string,
): Promise<{ path: string; folders: string[] }> {
  const { path, nodes, problem } = await api.experiments.describe({ template: resolve(template) })
  if (problem) throw new MillraceError(problem.code as "EXPERIMENT_INVALID", {}, problem)
  const folders = nodes.flatMap(({ flows }) => flows.map((flow) => realpathSync(flowFolder(flow))))
  return { path: realpathSync(path), folders: [realpathSync(path), ...folders] }
}
