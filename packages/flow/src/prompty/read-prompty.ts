import {
  type Diagnostic,
  didYouMean,
  type FolderReader,
  MillraceError,
  type Place,
  VALUE_TYPES,
  type ValueType,
} from "@internal/schema"
import { type Dict, str, type Value } from "@internal/value"
import { shown } from "../cast-input.ts"
import { diagnose, diagnosticOf } from "../diagnose.ts"
import type { Flow, FlowInput, FlowOutput } from "../flow.ts"
import { isTrue } from "../flow-value.ts"
import { parseYaml } from "../parse-yaml.ts"
import type { YamlNode } from "../yaml-node.ts"
import { type PromptyText, promptySettings } from "./prompty-settings.ts"
import { resolveReferences } from "./resolve-references.ts"
import { splitPrompty } from "./split-prompty.ts"

export interface ReadPromptyOptions {
  /** Values of `${env:…}`. */
  env: Readonly<Record<string, string | undefined>>
  /** Fields over those of the front matter. Inputs, outputs and sample of the flow stay the file's. */
  overrides?: Dict
}

/** The text of a prompty file, cut and its YAML parsed. Fails with `FILE_NOT_FOUND`, `PROMPTY_FORMAT` or `YAML_SYNTAX`. */
export function parsePrompty(reader: FolderReader, file: string): PromptyText & { yaml: YamlNode } {
  const text = reader.read(file)
  if (text === undefined) throw new MillraceError("FILE_NOT_FOUND", { path: `${reader.root}/${file}` })
  const parts = splitPrompty(text)
  if (!parts)
    throw new MillraceError("PROMPTY_FORMAT", { path: file }, { place: { file, line: 1, column: 1 } })
  // Empty lines in front keep the places those of the file.
  const { positions } = parseYaml("\n".repeat(parts.frontLine - 1) + parts.front, file)
  if (!positions.entries) {
    throw new MillraceError(
      "PROMPTY_FIELD",
      { field: "The front matter", value: shown(positions.value), reason: "it must be a mapping" },
      { place: positions.place },
    )
  }
  const name = file.slice(file.lastIndexOf("/") + 1)
  return {
    path: file,
    stem: name.replace(/\.prompty$/i, ""),
    front: positions.value as Dict,
    template: parts.template,
    yaml: positions,
    line: parts.templateLine,
  }
}

/**
 * Reads a prompty (spec 1.4) as a flow of one step, its references resolved. Never throws: what is wrong is among the
 * diagnostics.
 */
export function readPrompty(reader: FolderReader, file: string, options: ReadPromptyOptions): Flow {
  const diagnostics: Diagnostic[] = []
  const base: Flow = {
    file,
    root: reader.root,
    kind: "prompty",
    name: file.slice(file.lastIndexOf("/") + 1).replace(/\.prompty$/i, ""),
    raw: new Map(),
    yaml: { value: new Map(), place: { file, line: 1, column: 1 }, entries: new Map() },
    inputs: [],
    outputs: [],
    nodes: [],
    variants: new Map(),
    environment: new Map(),
    messageFormat: "basic",
    additionalIncludes: [],
    language: "python",
    variant: undefined,
    diagnostics,
  }
  const context = {
    env: options.env,
    read: (path: string) => reader.read(path),
    warn: (message: string) =>
      diagnostics.push(
        diagnose(
          "PROMPTY_REFERENCE",
          { path: file, reason: message },
          { file },
          { severity: "warning", message },
        ),
      ),
  }
  try {
    const text = parsePrompty(reader, file)
    base.raw = text.front
    base.yaml = text.yaml
    base.prompty = promptySettings(text, context, withoutInterface(options.overrides))
    const ports = new PortReader(text.yaml, diagnostics)
    base.inputs = ports.inputs(resolveReferences(text.front.get("inputs") ?? null, context))
    base.outputs = ports.outputs(resolveReferences(text.front.get("outputs") ?? null, context))
  } catch (thrown) {
    if (!(thrown instanceof MillraceError)) throw thrown
    diagnostics.push(diagnosticOf(thrown, thrown.place ?? { file }, {}))
  }
  return base
}

function withoutInterface(overrides: Dict | undefined): Dict {
  return new Map([...(overrides ?? [])].filter(([key]) => !["inputs", "outputs", "sample"].includes(key)))
}

/** Inputs and outputs of the front matter. Of outputs only the names count; an input has one of the types of flow inputs. */
class PortReader {
  readonly yaml: YamlNode
  readonly diagnostics: Diagnostic[]

  constructor(yaml: YamlNode, diagnostics: Diagnostic[]) {
    this.yaml = yaml
    this.diagnostics = diagnostics
  }

  #place(key: string, name: string): Place {
    const entry = this.yaml.entries?.get(key)
    return entry?.node.entries?.get(name)?.key ?? entry?.key ?? this.yaml.place
  }

  inputs(value: Value): FlowInput[] {
    if (!(value instanceof Map)) return []
    return Array.from(value, ([name, field]) => {
      const place = this.#place("inputs", name)
      const fields: Dict = field instanceof Map ? field : new Map()
      const flag = (key: string) => isTrue({ value: fields.get(key) ?? null, place })
      const fallback = fields.get("default")
      const history = fields.get("is_chat_history") ?? null
      return {
        name,
        type: this.#type(name, field, place),
        default: fallback === undefined || fallback === null ? undefined : literal(fallback, place),
        isChatInput: flag("is_chat_input"),
        isChatHistory: history === null ? null : flag("is_chat_history"),
        description: str(fields.get("description") ?? ""),
        place,
      }
    })
  }

  outputs(value: Value): FlowOutput[] {
    if (!(value instanceof Map)) return []
    return Array.from(value, ([name, field]) => {
      const place = this.#place("outputs", name)
      const type = field instanceof Map ? field.get("type") : undefined
      return {
        name,
        type: VALUE_TYPES.find((known) => known === type) ?? "string",
        reference: literal("", place),
        isChatOutput: field instanceof Map && isTrue({ value: field.get("is_chat_output") ?? null, place }),
        evaluationOnly: false,
        description: field instanceof Map ? str(field.get("description") ?? "") : "",
        place,
      }
    })
  }

  #type(name: string, field: Value, place: Place): ValueType {
    const type = field instanceof Map ? (field.get("type") ?? null) : null
    const known = VALUE_TYPES.find((value) => value === type)
    if (known) return known
    const types = VALUE_TYPES.join(", ")
    if (type === null) {
      const data = {
        field: `Input ${name}`,
        value: shown(field),
        reason: `its type is missing; the types are ${types}`,
      }
      this.diagnostics.push(diagnose("FLOW_FIELD_INVALID", data, place))
      return "object"
    }
    const found = diagnose("FLOW_INPUT_TYPE_UNKNOWN", { input: name, type: str(type), types }, place)
    const near = didYouMean(str(type), VALUE_TYPES)
    if (near) found.hint = `${near} ${found.hint}`
    this.diagnostics.push(found)
    return "object"
  }
}

function literal(value: Value, place: Place) {
  return { value, reference: undefined, place }
}
