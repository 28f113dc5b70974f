import { readFile } from "node:fs/promises"
import { resolve } from "node:path"
import { answerTool, openEntry, PreparedPlan, systemClock } from "@internal/engine"
import {
  applyOverrides,
  entrySource,
  type Flow,
  flowEnvironment,
  planError,
  planFlow,
  selectVariant,
  toolSources,
  withSignature,
} from "@internal/flow"
import { type Caller, openPythonPool, type PythonPool } from "@internal/python"
import type {
  Host,
  MillraceError,
  NodeDelta,
  Plan,
  PlanError,
  ToolRunner,
  ToolSignature,
  Writer,
} from "@internal/schema"
import { Scrubber } from "@internal/store"
import { type Dict, fromPlain } from "@internal/value"
import type { ExecutionOptions, Progress } from "../api.ts"
import type { Context } from "../context.ts"
import { JavascriptRunner } from "../javascript/javascript-runner.ts"
import { plainLimiter } from "../limiter.ts"
import { LiveText } from "../live-text.ts"
import { maskThrown } from "../mask-thrown.ts"
import { ImageFolder } from "../media/image-folder.ts"
import { FlowCodeCalls } from "../models/flow-code-calls.ts"
import { modelSource } from "../models/model-source.ts"
import { PromptyAnswers } from "../prompty/answer-prompty.ts"
import { promptyFlow, promptyModel } from "../prompty/prompty-flow.ts"
import { initSecrets } from "../runs/init-secrets.ts"
import type { ServiceAsking } from "../tools/service-calls.ts"
import { inheritedEnvironment, resolveEnvironment } from "./environment.ts"
import { type LoadedFlow, loadFlow } from "./load-flow.ts"
import { unseenWarning } from "./model-packages.ts"
import { chooseRuntime } from "./runtime.ts"

export interface ExecutionRequest extends ExecutionOptions {
  /** Lines that may be in flight. */
  concurrency: number
  report(progress: Progress): void
}

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
  readonly #environment: Record<string, string>
  readonly #python: PythonPool | undefined
  readonly #javascript: ToolRunner | undefined
  readonly #answers: ReturnType<typeof toolAnswers>

  private constructor(parts: {
    loaded: LoadedFlow
    plan: Plan
    flow: Flow
    scrubber: Scrubber
    runtime: string | undefined
    request: ExecutionRequest
    context: Context
    python: PythonPool | undefined
    javascript: ToolRunner | undefined
    answers: ReturnType<typeof toolAnswers>
    images: ImageFolder
    environment: Record<string, string>
  }) {
    this.loaded = parts.loaded
    this.plan = parts.plan
    this.flow = parts.flow
    this.error = planError(parts.plan.diagnostics)
    this.scrubber = parts.scrubber
    this.runtime = parts.runtime
    this.#request = parts.request
    this.#context = parts.context
    this.#python = parts.python
    this.#javascript = parts.javascript
    this.#answers = parts.answers
    this.images = parts.images
    this.#environment = parts.environment
  }

  static async prepare(context: Context, request: ExecutionRequest): Promise<Execution> {
    const { places } = context
    const loaded = loadFlow(request.flow, places.cwd, places.env)
    const cleanup = new AsyncDisposableStack()
    cleanup.use(loaded)
    try {
      const chosen = selectVariant(loaded.flow, loaded.flow.kind === "dag" ? request.variant : undefined)
      if (chosen.kind !== "dag" && request.variant !== undefined) {
        request.report({
          type: "warning",
          message: `A ${chosen.kind} flow has no variants: ${request.variant} is ignored.`,
        })
      }
      const secrets = new Scrubber()
      const connections = context.connections(secrets)
      const { variables } = await resolveEnvironment(
        flowEnvironment(chosen),
        request.environment ?? {},
        connections,
      )
      const environment = { ...inheritedEnvironment(places.env), ...variables }
      const sources = toolSources(chosen)
      const isScript = (node: string) => kindOf(chosen, node) !== "python"

      const pythonSources = sources.filter(({ node }) => !isScript(node))
      const runtime =
        pythonSources.length > 0 ? await chooseRuntime(context, loaded.folder, request) : undefined
      const folder = loaded.reader.root
      const images = cleanup.use(new ImageFolder(context, folder))
      const answers = toolAnswers(context, secrets, request, images)
      const { answer: ask } = answers
      const python =
        runtime &&
        cleanup.use(
          openPythonPool({
            ...runtime.pool,
            folder,
            environment,
            ask,
            modelCalls: request.replay ? "replay" : request.record ? "record" : "report",
            media: images,
            lines: request.concurrency,
            ...(places.profile === "pf" && {
              onOutput: (_: string, text: string) =>
                request.report({ type: "log", text: secrets.text(text) }),
            }),
          }),
        )
      const scriptSources = sources.filter(({ node }) => isScript(node))
      const javascript =
        scriptSources.length > 0 ? cleanup.use(new JavascriptRunner({ folder, environment })) : undefined

      const signatures = new Map<string, ToolSignature | Error>()
      await describe(python, pythonSources, signatures)
      await describe(javascript, scriptSources, signatures)
      const flow =
        chosen.kind === "prompty"
          ? promptyFlow(loaded, { env: environment, connection: request.connection })
          : chosen.kind === "flex"
            ? withSignature(chosen, [...signatures.values()][0])
            : applyOverrides(chosen, { connections: connectionOverrides(chosen, request) }, signatures)
      const init = request.init && (fromPlain(request.init) as Dict)
      secrets.add(initSecrets(init))
      const plan = planFlow(flow, { reader: loaded.reader, signatures, mode: "run", ...(init && { init }) })
      return new Execution({
        loaded,
        plan,
        flow,
        scrubber: secrets,
        runtime: runtime?.name,
        request,
        context,
        python,
        javascript,
        answers,
        images,
        environment,
      })
    } catch (thrown) {
      await cleanup.disposeAsync()
      throw thrown
    }
  }

  host(writer: Writer, delta?: (delta: NodeDelta) => void): Host {
    const { record, replay } = this.#request
    const live = delta && new LiveText(this.scrubber, delta)
    return {
      writer: live ? live.before(writer) : writer,
      python: this.#python,
      javascript: this.#javascript,
      models: modelSource(this.#context, {
        scrubber: this.scrubber,
        record,
        replay,
        report: this.#request.report,
      }),
      connections: this.#context.connections(this.scrubber),
      limiter: plainLimiter(),
      clock: systemClock,
      media: this.images,
      prompty: {
        env: this.#environment,
        bytes: (path) => readFile(resolve(this.loaded.reader.root, path)),
        secrets: (values) => this.scrubber.add(values),
      },
      tracing: (this.#environment.PF_DISABLE_TRACING ?? "true").toLowerCase() !== "true",
      ...(live && { delta: (text) => live.push(text) }),
    }
  }

  /**
   * Opens connections, compiles templates, makes the object of an entry class. Rejects with a `PlanError` that names
   * everything that is wrong, or with `ENTRY_INIT_FAILED`.
   */
  async ready(
    host: Pick<Host, "connections"> & Partial<Pick<Host, "python" | "javascript" | "media">>,
  ): Promise<PreparedPlan> {
    const prepared = await PreparedPlan.make(this.plan, host)
    const { report } = this.#request
    const isPf = this.#context.places.profile === "pf"
    await openEntry(prepared, host, (printed) => {
      const text = this.scrubber.text(printed)
      if (isPf) report({ type: "log", text })
      else if (text.trim() !== "") report({ type: "setup", step: text.trimEnd() })
    })
    return prepared
  }

  /** Rejects as `ready` does when the plan itself is wrong. */
  async check(): Promise<void> {
    if (this.error) await this.ready({ connections: this.#context.connections(this.scrubber) })
  }

  /** What of the flow's model calls nobody will see, if anything; the original says nothing of it. */
  unseen(): string | undefined {
    if (this.#context.places.profile === "pf" || !this.#python) return undefined
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
    this.#answers.stop()
    await this.#python?.[Symbol.asyncDispose]()
    await this.#javascript?.[Symbol.asyncDispose]()
    this.images[Symbol.dispose]()
    this.loaded[Symbol.dispose]()
  }
}

/** Answers what Python code asks of the engine, until it is told to stop. */
export function toolAnswers(
  context: Context,
  scrubber: Scrubber,
  request: ExecutionRequest,
  media: ImageFolder,
) {
  const stop = new AbortController()
  const { record, replay, report } = request
  const code = new FlowCodeCalls({ cwd: context.places.cwd, scrubber, record, replay })
  let host: Parameters<typeof answerTool>[2] | undefined
  let prompties: PromptyAnswers | undefined
  return {
    stop: () => stop.abort(),
    answer: (kind: string, payload: unknown, caller: Caller) => {
      if (FlowCodeCalls.answers(kind)) return code.answer(kind, payload, caller)
      if (SERVICES.includes(kind))
        return serviceAnswer(kind, payload, { context, scrubber, signal: stop.signal })
      host ??= {
        models: modelSource(context, { scrubber, record, replay, report }),
        limiter: plainLimiter(),
        clock: systemClock,
        media,
        signal: stop.signal,
        secrets: (values) => scrubber.add(values),
      }
      if (!kind.startsWith("prompty"))
        return answerTool(kind, payload, { ...host, modelCall: caller.modelCall })
      const { signal, ...models } = host
      prompties ??= new PromptyAnswers({
        host: { ...models, connections: context.connections(scrubber) },
        signal,
        connection: request.connection,
      })
      return prompties.answer(kind, payload, caller)
    },
  }
}

/** What built-in tools ask for besides models. */
const SERVICES: readonly string[] = ["connection", "entra-token", "http", "yaml"]

/** The code of providers is loaded when a tool first asks. */
async function serviceAnswer(kind: string, payload: unknown, asking: ServiceAsking) {
  const { answerService } = await import("../tools/service-calls.ts")
  return answerService(kind, payload, asking)
}

function kindOf(flow: Flow, node: string): "python" | "javascript" {
  const entry = entrySource(flow)
  if (entry) return entry.language
  const type = flow.nodes.find((n) => n.name === node)?.type
  return type === "javascript" || type === "typescript" ? "javascript" : "python"
}

async function describe(
  runner: ToolRunner | undefined,
  sources: ReturnType<typeof toolSources>,
  signatures: Map<string, ToolSignature | Error>,
): Promise<void> {
  if (!runner || sources.length === 0) return
  const answers = await runner.prepare(sources.map(({ source }) => source))
  for (const [i, answer] of answers.entries()) signatures.set(sources[i]?.node as string, answer)
}

/** `--connection NAME` stands for the connection of every LLM node; overrides by node win over it. */
function connectionOverrides(flow: Flow, request: ExecutionRequest): Record<string, Record<string, string>> {
  const overrides: Record<string, Record<string, string>> = { ...request.connections }
  if (request.connection === undefined) return overrides
  for (const node of flow.nodes) {
    const asks = node.type === "llm" || (node.type === "custom_llm" && node.inputs.has("connection"))
    if (asks) overrides[node.name] = { connection: request.connection, ...overrides[node.name] }
  }
  return overrides
}
