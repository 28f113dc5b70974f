import { readFile } from "node:fs/promises"
import { resolve } from "node:path"
import { openEntry, openProviders, PreparedPlan, systemClock } from "@internal/engine"
import {
  type Flow,
  flowEnvironment,
  overrideValues,
  parseSelector,
  planError,
  planFlow,
  selectVariant,
  sha256,
} from "@internal/flow"
import type {
  ConnectionReader,
  Host,
  MillraceError,
  NodeDelta,
  Plan,
  PlanError,
  Writer,
} from "@internal/schema"
import { Scrubber } from "@internal/store"
import { type Dict, fromPlain, type Value } from "@internal/value"
import type { Context } from "../context.ts"
import { limiterOf } from "../limiter.ts"
import { LiveText } from "../live-text.ts"
import { maskThrown } from "../mask-thrown.ts"
import { ImageFolder } from "../media/image-folder.ts"
import { modelSource } from "../models/model-source.ts"
import { promptyModel } from "../prompty/prompty-flow.ts"
import { initSecrets } from "../runs/init-secrets.ts"
import { inheritedEnvironment, resolveEnvironment } from "./environment.ts"
import { type ExecutionRequest, requestedFlow } from "./execution-request.ts"
import { type LoadedFlow, loadFlow } from "./load-flow.ts"
import { unseenWarning } from "./model-packages.ts"
import { nodeCache } from "./node-cache.ts"
import { requestedPart } from "./part-of-flow.ts"
import { toolAnswers } from "./tool-answers.ts"
import { openToolRunners, type ToolRunners } from "./tool-runners.ts"

/**
 * A flow on its way to being executed: read, planned, its tools imported, its workers ready. What keeps the plan from
 * running is in `error`; what keeps it from being made at all (no such flow, variant, runtime) rejects.
 */
export class Execution implements AsyncDisposable {
  readonly loaded: LoadedFlow
  readonly plan: Plan
  /** The flow with variant and overrides applied: what the snapshot holds. */
  readonly flow: Flow
  readonly error: PlanError | undefined
  readonly scrubber: Scrubber
  readonly runtime: string | undefined
  readonly images: ImageFolder
  readonly #request: ExecutionRequest
  readonly #context: Context
  /** What the flow's code sees: the process's variables, over them those of the flow and of the run. */
  readonly environment: Record<string, string>
  readonly #runners: ToolRunners
  /** Connections whose models run on this machine. */
  readonly #local = new Set<string>()
  /** All that ends with the execution. */
  readonly #opened: AsyncDisposableStack

  private constructor(parts: {
    loaded: LoadedFlow
    plan: Plan
    flow: Flow
    scrubber: Scrubber
    request: ExecutionRequest
    context: Context
    runners: ToolRunners
    images: ImageFolder
    environment: Record<string, string>
    opened: AsyncDisposableStack
  }) {
    this.loaded = parts.loaded
    this.plan = parts.plan
    this.flow = parts.flow
    this.error = planError(parts.plan.diagnostics)
    this.scrubber = parts.scrubber
    this.runtime = parts.runners.runtime
    this.images = parts.images
    this.#request = parts.request
    this.#context = parts.context
    this.environment = parts.environment
    this.#runners = parts.runners
    this.#opened = parts.opened
  }

  static async prepare(context: Context, request: ExecutionRequest): Promise<Execution> {
    const { places } = context
    await using opened = new AsyncDisposableStack()
    const loaded = opened.use(loadFlow(request.flow, places.cwd, places.env))
    const chosen =
      loaded.flow.kind === "dag"
        ? selectVariant(withOverrides(loaded.flow, request), request.variant, request.variants)
        : selectVariant(loaded.flow)
    if (chosen.kind !== "dag" && request.variant !== undefined) {
      request.report({
        type: "warning",
        message: `A ${chosen.kind} flow has no variants: ${request.variant} is ignored.`,
      })
    }
    const secrets = request.called?.scrubber ?? new Scrubber()
    const connections = connectionReader(context, secrets, request)
    const variables = await resolveEnvironment(
      request.called ? {} : flowEnvironment(chosen),
      request.environment ?? {},
      connections,
    )
    const environment = {
      ...inheritedEnvironment(places.env),
      ...(request.tracing && { PF_DISABLE_TRACING: "false" }),
      ...variables,
    }
    const images = opened.use(new ImageFolder(context, loaded.reader.root))
    const answers = toolAnswers(context, secrets, request, images)
    const parts = { context, request, loaded, environment, answers, images, secrets }
    const runners = opened.use(await openToolRunners(chosen, parts))
    opened.use(answers) // before the runners end, so that none waits for an answer

    const { signatures } = runners
    const flow = requestedFlow(chosen, { loaded, request, environment, signatures })
    const init = request.init && (fromPlain(request.init) as Dict)
    secrets.add(initSecrets(init))
    const planned = planFlow(flow, { reader: loaded.reader, signatures, mode: "run", ...(init && { init }) })
    const plan = request.called
      ? { ...planned, nodes: planned.nodes.filter(({ stage }) => stage === "line") }
      : await requestedPart(planned, request, images)
    return new Execution({
      loaded,
      plan,
      flow,
      scrubber: secrets,
      request,
      context,
      runners,
      images,
      environment,
      opened: opened.move(),
    })
  }

  host(writer: Writer, delta?: (delta: NodeDelta) => void): Host {
    const { record, replay } = this.#request
    const live = delta && new LiveText(this.scrubber, delta)
    return {
      writer: live ? live.before(writer) : writer,
      python: this.#runners.python,
      javascript: this.#runners.javascript,
      models: modelSource(this.#context, {
        scrubber: this.scrubber,
        record,
        replay,
        report: this.#request.report,
        opened: ({ name, type }) => {
          if (type === "LocalConnection") this.#local.add(name)
        },
      }),
      connections: this.#connections,
      limiter: limiterOf(this.#context, this.#request),
      clock: systemClock,
      cache: nodeCache(this.#context, this.#request),
      surroundings: this.#surroundings(),
      media: this.images,
      prompty: {
        env: this.environment,
        bytes: (path) => readFile(resolve(this.loaded.reader.root, path)),
        secrets: (values) => this.scrubber.add(values),
      },
      tracing: (this.environment.PF_DISABLE_TRACING ?? "true").toLowerCase() !== "true",
      ...(this.#request.live && { live: true }),
      printed: (text) => this.#printed(text),
      ...(live && { delta: (text) => live.push(text) }),
    }
  }

  /** Hash of what the flow's code runs in beside its files: part of the keys of its answers. */
  #surroundings(): string {
    return sha256(JSON.stringify([this.runtime, this.plan.environment, this.#request.environment]))
  }

  /**
   * Opens connections, compiles templates, makes the objects of classes; of tools, where one node is to run, that of its
   * own. Rejects with a `PlanError` that names everything that is wrong, or with what a constructor failed with.
   */
  async ready(
    host: Pick<Host, "connections"> & Partial<Pick<Host, "python" | "javascript" | "media">>,
    only?: string,
  ): Promise<PreparedPlan> {
    const prepared = await PreparedPlan.make(this.plan, host)
    const print = (printed: string) => this.#printed(printed)
    await openEntry(prepared, host, print)
    await openProviders(prepared, host, { only, print })
    return prepared
  }

  /** What the flow's code prints outside of its nodes; the original leaves it to the terminal. */
  #printed(printed: string): void {
    const { report } = this.#request
    const text = this.scrubber.text(printed)
    if (this.#context.places.profile === "pf") report({ type: "log", text })
    else if (text.trim() !== "") report({ type: "setup", step: text.trimEnd() })
  }

  get #connections(): ConnectionReader {
    return connectionReader(this.#context, this.scrubber, this.#request)
  }

  /** Whether the calls of a connection are answered by this machine, and cost nothing. */
  isLocal(connection: string): boolean {
    return this.#local.has(connection)
  }

  /** Rejects as `ready` does when the plan itself is wrong. */
  async check(): Promise<void> {
    if (this.error) await this.ready({ connections: this.#connections })
  }

  /** What of the flow's model calls nobody will see, if anything; the original says nothing of it. */
  unseen(): string | undefined {
    if (this.#context.places.profile === "pf" || !this.#runners.python) return undefined
    return unseenWarning(this.loaded.folder)
  }

  /** What was thrown, as the user may see it: without secrets, files named by their full path. */
  told(thrown: unknown): MillraceError {
    return maskThrown(thrown, this.scrubber, this.loaded.folder)
  }

  /** Models as the screen shows them: connection and model of each LLM node. */
  models(): string[] {
    const names = this.plan.nodes.flatMap(({ tool, bindings }) => {
      if (tool.kind === "prompty") return [promptyModel(tool.prompty)]
      if (tool.kind !== "llm") return []
      const model = bindings.deployment_name ?? bindings.model
      const name = model?.kind === "literal" ? String(model.value.value) : ""
      return [name ? `${tool.connection}/${name}` : tool.connection]
    })
    return [...new Set(names)]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#opened.disposeAsync()
  }
}

function withOverrides(flow: Flow, { overrides, variant, variants }: ExecutionRequest): Flow {
  if (!overrides) return flow
  const exact = Object.entries(overrides).map(([path, value]): [string, Value] => [path, fromPlain(value)])
  const chosen = new Map(Object.entries(variants ?? {}))
  if (variant !== undefined) {
    const { node, variant: id } = parseSelector(variant)
    chosen.set(node, id)
  }
  return overrideValues(flow, Object.fromEntries(exact), chosen)
}

/** The connections of this machine, and before them those that the caller's code made. */
function connectionReader(
  context: Context,
  secrets: Scrubber,
  { given }: ExecutionRequest,
): ConnectionReader {
  const stored = context.connections(secrets)
  if (!given) return stored
  for (const connection of given.values()) secrets.add(Object.values(connection.secrets))
  return { get: async (name) => given.get(name) ?? stored.get(name) }
}
