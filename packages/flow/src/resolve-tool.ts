import {
  type Binding,
  type Diagnostic,
  type ErrorOptions,
  type FolderReader,
  isToolResolution,
  MillraceError,
  type NodeTool,
  nearest,
  RESOLVE_TOOL,
  type TemplateSource,
  type ToolSignature,
  toMillraceError,
} from "@internal/schema"
import { withAssistants } from "./assistant-definition.ts"
import { bindInputs } from "./bind-inputs.ts"
import { diagnosticOf } from "./diagnose.ts"
import type { FlowNode } from "./flow.ts"
import { llmParameters } from "./llm-parameters.ts"
import { llmProblems, takenNames } from "./llm-problems.ts"
import { type ModelTool, modelTool } from "./model-tools.ts"
import { signatureProblems } from "./signature-problems.ts"
import { templateVariables } from "./template-variables.ts"
import { toolSource } from "./tool-sources.ts"
import { type VisionTool, visionTool } from "./vision-tools.ts"

export interface ResolvedTool {
  tool: NodeTool | undefined
  bindings: Record<string, Binding>
  escaped: string[]
  diagnostics: Diagnostic[]
}
export interface ToolContext {
  reader: FolderReader
  signatures: ReadonlyMap<string, ToolSignature | Error>
}

/** What runs for a node, and its literals cast by that tool (spec 1.2.3, 2.3, 5.1). Never throws. */
export function resolveTool(node: FlowNode, context: ToolContext): ResolvedTool {
  try {
    return new Resolver(node, context).resolve()
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error
    const place = error.place ?? node.source?.place ?? node.place
    const { bindings } = bindInputs(node, [])
    const found = diagnosticOf(error, place, { node_name: node.name })
    return { tool: undefined, bindings, escaped: [], diagnostics: [found] }
  }
}

/** The file in the same folder that is most likely meant. */
export function missingFile(path: string, reader: FolderReader): string {
  const slash = path.lastIndexOf("/") + 1
  const folder = path.slice(0, slash)
  const near = nearest(path.slice(slash), reader.names?.(folder) ?? [])
  return near === undefined ? "" : `Did you mean \`${folder}${near}\`?`
}

class Resolver {
  readonly node: FlowNode
  readonly context: ToolContext

  constructor(node: FlowNode, context: ToolContext) {
    this.node = node
    this.context = context
  }

  resolve(): ResolvedTool {
    const { node } = this
    const { type, source } = node
    if (!source) throw this.#invalid("it has no source", { original: ["UserError"], format: "" })
    // the type of a prompt's source is not looked at (seen on the original)
    if (type === "prompt") return this.#prompt()
    if (type === "llm") return this.#llm()
    switch (`${type}/${source.type}`) {
      case "python/code":
      case "python/package":
      case "javascript/code":
      case "typescript/code":
        return this.#code()
      case "custom_llm/package_with_prompt":
        return this.#customLlm()
    }
    const data = { node_name: node.name, type: type ?? "(none)", source_type: source.type }
    throw new MillraceError("NODE_KIND_UNSUPPORTED", data, { place: source.place })
  }

  #code(): ResolvedTool {
    const { node } = this
    const source = toolSource(node)
    if (!source) throw node.source?.type === "package" ? this.#noTool() : this.#noFile("None")
    if (source.type !== "package") this.#mustExist(source.path)
    const signature = this.#signature()
    const bound = bindInputs(node, [...(signature?.init ?? []), ...(signature?.parameters ?? [])])
    const { bindings, diagnostics: unread } = withAssistants(node, bound.bindings, this.context.reader)
    const diagnostics = [...bound.diagnostics, ...unread]
    if (signature) diagnostics.push(...signatureProblems(node, signature))
    const tool: NodeTool =
      node.type === "python"
        ? { kind: "python", source, signature }
        : { kind: "javascript", path: source.type === "package" ? "" : source.path, signature }
    return { tool, bindings, escaped: [], diagnostics }
  }

  #prompt(): ResolvedTool {
    const template = this.#template()
    const { bindings, diagnostics } = bindInputs(this.node, [], { keepEmpty: true })
    return {
      tool: { kind: "prompt", template },
      bindings,
      escaped: this.#escaped(),
      diagnostics: [...diagnostics, ...takenNames(this.node, template, ["template"])],
    }
  }

  #llm(): ResolvedTool {
    const { node } = this
    const template = this.#template()
    const { api, connection = "", provider = "" } = node
    if (api !== "chat" && api !== "completion") {
      throw new MillraceError(
        "API_NOT_FOUND",
        { api: api ?? "None", provider: provider || "this connection" },
        { place: node.place, hint: "api is chat or completion." },
      )
    }
    const { bindings, diagnostics } = bindInputs(node, llmParameters(api))
    diagnostics.push(...llmProblems(node, template, api))
    const tool: NodeTool = { kind: "llm", api, template, connection, provider }
    return { tool, bindings, diagnostics, escaped: this.#escaped() }
  }

  #customLlm(): ResolvedTool {
    const source = toolSource(this.node)
    if (!source) throw this.node.source?.tool ? this.#noPath() : this.#noTool()
    const model = modelTool(this.node)
    if (model) return this.#modelTool(model)
    const seeing = visionTool(this.node)
    if (seeing) return this.#modelTool({ api: "chat", ...seeing })
    const template = this.#template()
    const signature = this.#signature()
    if (signature && signature.promptParameter === undefined) {
      const { name, source: named } = this.node
      throw new MillraceError("TOOL_PROMPT_MISSING", { node_name: name, tool: named?.tool })
    }
    const parameters = [...(signature?.init ?? []), ...(signature?.parameters ?? [])]
    const { bindings, diagnostics } = bindInputs(this.node, parameters)
    if (signature) {
      const own = signature.parameters.filter(({ name }) => name !== signature.promptParameter)
      diagnostics.push(...signatureProblems(this.node, { ...signature, parameters: own }))
    }
    diagnostics.push(
      ...takenNames(
        this.node,
        template,
        parameters.map((parameter) => parameter.name),
      ),
    )
    return {
      tool: { kind: "custom_llm", source, template, signature },
      bindings,
      diagnostics,
      escaped: this.#escaped(),
    }
  }

  #modelTool({ api, connection, parameters, vision }: ModelTool & Partial<VisionTool>): ResolvedTool {
    const template = this.#template()
    const { bindings, diagnostics } = bindInputs(this.node, parameters)
    diagnostics.push(
      ...takenNames(this.node, template, ["prompt", ...parameters.map((parameter) => parameter.name)]),
    )
    const module = this.node.source?.tool?.split(".").slice(0, 3).join(".")
    const tool: NodeTool = {
      ...{ kind: "llm", api, template, connection, provider: "", packaged: true },
      ...(module && { module }),
      ...(vision && { vision }),
    }
    return { tool, bindings, diagnostics, escaped: this.#escaped() }
  }

  #signature(): ToolSignature | undefined {
    const found = this.context.signatures.get(this.node.name)
    if (found instanceof Error) throw this.#named(toMillraceError(found))
    return found
  }

  /** A tool that was loaded by itself knows no node. */
  #named(error: MillraceError): MillraceError {
    if (!isToolResolution(error) || error.data.node_name !== undefined) return error
    const data = { ...error.data, node_name: this.node.name }
    return new MillraceError(error.code, data, { ...error, message: error.message })
  }

  #template(): TemplateSource {
    const path = this.node.source?.path
    if (!path) throw this.#noPath()
    this.#mustExist(path)
    const text = this.context.reader.read(path) ?? ""
    return { path, text, variables: templateVariables(path, text) }
  }

  /** Inputs that come straight from flow inputs: role headers in them are escaped (spec 5.3). */
  #escaped(): string[] {
    return Array.from(this.node.inputs)
      .filter(([, input]) => input.reference?.kind === "flow-input")
      .map(([name]) => name)
  }

  #mustExist(path: string): void {
    const { reader } = this.context
    if (!reader.exists(path) || reader.read(path) === undefined) throw this.#noFile(path) // a folder is none
  }

  /** `None` stands for a source without a path, as in the original's message. */
  #noFile(path: string): MillraceError {
    const { name, type, source } = this.node
    const suggestion = missingFile(path, this.context.reader)
    const data = { node_name: name, source_path: path, suggestion }
    // a prompt's file is looked at while its node is resolved, a tool's before
    const format = type === "prompt" || type === "llm" || type === "custom_llm" ? RESOLVE_TOOL : undefined
    return new MillraceError("NODE_SOURCE_MISSING", data, { place: source?.place, format })
  }

  #noPath(): MillraceError {
    return this.#invalid("its source has no path", { format: RESOLVE_TOOL })
  }

  #noTool(): MillraceError {
    return new MillraceError(
      "TOOL_NOT_FOUND",
      { tool: "(none)" },
      {
        message: `Node ${this.node.name} cannot be run: its source has no tool.`,
        hint: "Name a package tool.",
      },
    )
  }

  #invalid(reason: string, options: Pick<ErrorOptions, "format" | "original">): MillraceError {
    const { name, source, place } = this.node
    const data = { node_name: name, reason }
    return new MillraceError("NODE_SOURCE_INVALID", data, { place: source?.place ?? place, ...options })
  }
}
