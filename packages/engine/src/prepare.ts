import { diagnosticOf, planError } from "@internal/flow"
import { compile, JinjaError, type Template } from "@internal/jinja"
import {
  type Binding,
  type Connection,
  type Diagnostic,
  type ErrorCode,
  type Host,
  isToolResolution,
  MillraceError,
  type Plan,
  type PlannedNode,
  RESOLVE_TOOL,
  type TemplateSource,
} from "@internal/schema"
import { withLoadedLiterals } from "./media/load-literals.ts"
import { initConnections, initFailed } from "./nodes/entry-node.ts"

const MODEL_CONNECTIONS = [
  "AzureOpenAIConnection",
  "OpenAIConnection",
  "ServerlessConnection",
  "LocalConnection",
]

/** A plan with everything fetched that its lines share: connections opened, templates compiled. */
export class PreparedPlan {
  readonly plan: Plan
  readonly #connections: ReadonlyMap<string, Connection>
  readonly #templates = new WeakMap<TemplateSource, Template>()

  private constructor(plan: Plan, connections: ReadonlyMap<string, Connection>) {
    this.plan = plan
    this.#connections = connections
  }

  /**
   * Resolves every connection that any node names, and compiles every template, so that no line fails for either.
   * Rejects with a `PlanError` that names everything which is wrong with the plan, its connections and its templates.
   */
  static async make(plan: Plan, host: Pick<Host, "connections" | "media">): Promise<PreparedPlan> {
    const found: Diagnostic[] = []
    const nodes: PlannedNode[] = []
    const connections = new Map<string, Connection>()
    for (const node of plan.nodes) {
      await collect(node, found, async () => {
        for (const name of connectionNames(node)) {
          if (!connections.has(name)) connections.set(name, await openConnection(name, node, host))
        }
        checkKind(node, connections)
        nodes.push(await withLoadedLiterals(node, plan, host))
      })
    }
    for (const { connection, node, place } of plan.named ?? []) {
      await collect({ name: node, place }, found, async () => {
        if (!connections.has(connection))
          connections.set(connection, await openConnection(connection, { name: node, place }, host))
      })
    }
    const prepared = new PreparedPlan({ ...plan, nodes }, connections)
    found.splice(0, found.length, ...inOrder(plan.diagnostics, found))
    for (const node of plan.nodes) {
      await collect(node, found, async () => {
        if ("template" in node.tool) prepared.template(node.tool.template)
      })
    }
    const refusal = planError(found)
    if (refusal) throw refusal
    return prepared
  }

  /** Whether some flow output is made from the node, and no other node reads it (spec 3.11). */
  feedsOutputsOnly(node: string): boolean {
    const reads = (binding: Binding) => binding.kind === "node-output" && binding.node === node
    return (
      this.plan.outputs.some(({ binding }) => reads(binding)) &&
      !this.plan.nodes.some(({ bindings }) => Object.values(bindings).some(reads))
    )
  }

  connection(name: string): Connection {
    const connection = this.#connections.get(name)
    if (!connection) throw new MillraceError("CONNECTION_NOT_FOUND", { name })
    return connection
  }

  template(source: TemplateSource): Template {
    let template = this.#templates.get(source)
    if (!template) {
      try {
        template = compile(source.text, { name: source.path })
      } catch (thrown) {
        if (!(thrown instanceof JinjaError)) throw thrown
        const line = thrown.line ?? 1
        throw new MillraceError(
          "TEMPLATE_SYNTAX",
          { path: source.path, line, reason: thrown.message },
          {
            place: { file: source.path, line },
            cause: thrown,
            original: ["SystemError", thrown.kind],
            target: "",
          },
        )
      }
      this.#templates.set(source, template)
    }
    return template
  }
}

/** Turns what is wrong with a node into a diagnostic at its place, so that the next one is looked at too. */
async function collect(
  node: Pick<PlannedNode, "name" | "place">,
  found: Diagnostic[],
  check: () => Promise<void>,
): Promise<void> {
  try {
    await check()
  } catch (thrown) {
    if (!(thrown instanceof MillraceError)) throw thrown
    found.push(diagnosticOf(thrown, thrown.place ?? node.place ?? { file: "" }, { node_name: node.name }))
  }
}

function connectionNames(node: PlannedNode): string[] {
  const literal = Object.values(node.bindings).filter(
    (b): b is Binding & { kind: "connection" } => b.kind === "connection",
  )
  const names = literal.map((b) => b.name)
  if (node.tool.kind === "entry") return initConnections(node.tool)
  const onError = node.policy?.onError
  const fallback = onError?.kind === "fallback" && onError.to === "connection" ? [onError.name] : []
  return node.tool.kind === "llm" ? [node.tool.connection, ...names, ...fallback] : names
}

async function openConnection(
  name: string,
  node: Pick<PlannedNode, "name" | "place"> & Partial<Pick<PlannedNode, "tool">>,
  host: Pick<Host, "connections">,
): Promise<Connection> {
  let reason: string
  let hint: string | undefined
  let original: readonly string[] | undefined
  try {
    const connection = await host.connections.get(name)
    if (connection) return connection
    reason = `Connection '${name}' is not found`
  } catch (thrown) {
    if (!(thrown instanceof MillraceError)) throw thrown
    reason = thrown.message
    hint = thrown.hint
    original = thrown.original
  }
  if (node.tool?.kind === "entry") throw initFailed(node.tool, reason)
  // connections with a name are looked for before any tool is resolved (seen on the original)
  const unnamed = name === "" && {
    format: RESOLVE_TOOL,
    original: undefined,
    thrown: { type: "ConnectionNotFound", message: reason, stackTrace: "", innerException: null },
  }
  throw new MillraceError(
    "CONNECTION_FAILED",
    { connection: name, node_name: node.name, error: reason },
    { ...(node.place && { place: node.place }), ...(hint && { hint }), original, ...unnamed },
  )
}

function checkKind(node: PlannedNode, connections: ReadonlyMap<string, Connection>): void {
  if (node.tool.kind === "llm") {
    const type = connections.get(node.tool.connection)?.type ?? ""
    if (!MODEL_CONNECTIONS.includes(type)) {
      throw new MillraceError("CONNECTION_TYPE", { node_name: node.name, conn_type: type })
    }
    const { api, packaged, template } = node.tool
    const own =
      type !== "AzureOpenAIConnection" ? ["model"] : ["deployment_name", ...(api === "chat" ? ["n"] : [])]
    const key = own.find((name) => template.variables.includes(name))
    if (!packaged && key !== undefined)
      throw new MillraceError("NODE_INPUT_NAME_TAKEN", { node_name: node.name, key })
  }
  for (const [key, binding] of Object.entries(node.bindings)) {
    if (binding.kind !== "connection") continue
    const type = connections.get(binding.name)?.type ?? ""
    const accepted = binding.types.length === 0 || binding.types.includes(type)
    if (!accepted && !(type === "CustomConnection" && binding.customType)) {
      throw new MillraceError("NODE_INPUT_INVALID", {
        key,
        node_name: node.name,
        value: binding.name,
        value_type: binding.types.join(" or "),
        reason: `connection ${binding.name} is a ${type}`,
      })
    }
  }
}

/** What keeps a tool from being loaded is found before connections are opened, everything else after (seen on the original). */
const LOADING: readonly ErrorCode[] = [
  "NODE_TYPE_INVALID",
  "ACTIVATE_INVALID",
  "NODE_KIND_UNSUPPORTED",
  "NODE_MODULE_FAILED",
  "TOOL_NOT_FOUND",
  "NODE_SOURCE_MISSING",
  "NODE_SOURCE_INVALID",
  "TOOL_NOT_DEFINED",
  "TOOL_AMBIGUOUS",
  "TOOL_LOAD_FAILED",
  "TOOL_INTERFACE_INVALID",
  "FLOW_INPUT_TYPE_UNKNOWN",
]

function inOrder(planned: readonly Diagnostic[], connections: readonly Diagnostic[]): Diagnostic[] {
  const isLoading = ({ code, cause }: Diagnostic) =>
    LOADING.includes(code) && !isToolResolution(cause ?? { code })
  return [...planned.filter(isLoading), ...connections, ...planned.filter((d) => !isLoading(d))]
}
