import { realpathSync } from "node:fs"
import { basename, dirname, relative, resolve, sep } from "node:path"
import { MillraceError } from "@internal/schema"
import { type StudioOptions, startStudio } from "@internal/server"
import { toPlain, type Value } from "@internal/value"
import { executionOptions } from "../arguments/execution.ts"
import { readInputs } from "../arguments/inputs.ts"
import type { Action } from "../command.ts"
import type { Context } from "../context.ts"
import type { Given } from "../given.ts"
import { openAddress } from "../terminal/open-file.ts"
import { printJson } from "./print.ts"
import { interrupted, pageFolder } from "./studio-page.ts"

/** What a test in the terminal can have and the page cannot. */
const ELSEWHERE = ["node", "connections", "connection", "record", "replay", "runtime", "cache", "detail"]

/** `flow test --ui`: the chat page of a flow alone, until it is interrupted (surface 3.3). */
export const chatPage: Action = async (given, context) => {
  const other = ELSEWHERE.find((name) => given.has(name))
  if (other !== undefined)
    throw new MillraceError("USAGE", { reason: `--${other} and --ui do not go together.` })
  return serveChatPage(context, {
    flow: given.required("flow"),
    query: chatQuery(given, context),
    environment: executionOptions(given, context).environment,
    experiment: given.text("experiment"),
    init: initFile(given, context),
    port: given.count("port"),
    open: given.flag("open"),
  })
}

export interface ChatPageRequest {
  flow: string
  query: URLSearchParams
  environment?: Record<string, string> | undefined
  /** A template that is attached, and whose flows may run. */
  experiment?: string | undefined
  /** The file that `--init` names. */
  init?: StudioOptions["init"] | undefined
  port?: number | undefined
  open: boolean
}

/** Values that the page begins with, as its address says them. */
export function chatQuery(given: Given, context: Context): URLSearchParams {
  const query = new URLSearchParams({ alone: "" })
  const put = (name: string, values: Record<string, unknown> | Map<string, Value> | undefined) => {
    if (values) query.set(name, JSON.stringify(values instanceof Map ? toPlain(values) : values))
  }
  put("inputs", readInputs(given.list("inputs"), context.cwd))
  put("init", readInputs(given.list("init"), context.cwd, "--init"))
  const variant = given.text("variant")
  if (variant !== undefined) {
    const [, node, name] = /^['"]?\$\{([^.}]+)\.([^}]+)\}['"]?$/.exec(variant) ?? []
    if (node === undefined || name === undefined)
      throw new MillraceError("USAGE", { reason: `--variant is \${node.variant}, and not ${variant}.` })
    put("variants", { [node]: name })
  }
  return query
}

/** The file of `--init`, which the page follows while it is open (surface 3.3); none where it has pairs. */
export function initFile(given: Given, { cwd }: Context): ChatPageRequest["init"] {
  const items = given.list("init") ?? []
  if (items.length !== 1 || items[0]?.includes("=")) return undefined
  const read = () => toPlain(readInputs(items, cwd, "--init") ?? new Map()) as Record<string, unknown>
  return { path: resolve(cwd, items[0] as string), read }
}

/** Serves the flow's own folder; asking for the test of a flow says that its code may run. */
export async function serveChatPage(context: Context, request: ChatPageRequest): Promise<void> {
  const { env, terminal } = context
  const { flow, query, environment, init, port, open } = request
  const experiment = request.experiment === undefined ? undefined : resolve(context.cwd, request.experiment)
  const api = await context.millrace()
  const { file, name } = await api.flows.describe({ flow, careful: true })
  const folder = dirname(file)
  await using running = await startStudio({
    folder,
    assets: pageFolder(),
    env: { ...env, ...environment },
    trustFolder: true,
    templatesAbove: true,
    ...(experiment !== undefined && { experiment }),
    ...(init && { init }),
    ...(port !== undefined && { port }),
  })
  if (experiment !== undefined) query.set("experiment", pathFrom(folder, experiment))
  const address = running.address(`/chat/${encodeURIComponent(basename(file))}?${query}`)
  if (context.json) printJson(context, { address, port: running.port, folder })
  else {
    terminal.out(`${address}\n`)
    terminal.err(`Chat with ${name}. Only this machine can reach it; the address opens one session.\n`)
    terminal.err("Ctrl-C ends it.\n")
  }
  if (open) await openAddress(address, env)
  await interrupted()
}

/** As the page calls a template. */
function pathFrom(folder: string, template: string): string {
  return relative(realpathSync(folder), realpathSync(template)).split(sep).join("/")
}
