import {
  type Diagnostic,
  didYouMean,
  type ErrorCode,
  type FolderReader,
  MillraceError,
} from "@internal/schema"
import { repr, str, type Value } from "@internal/value"
import { shown } from "../cast-input.ts"
import { diagnose } from "../diagnose.ts"
import { isTrue, textField } from "../flow-value.ts"
import { resolveReferences } from "../prompty/resolve-references.ts"
import type { YamlEntry, YamlNode } from "../yaml-node.ts"
import { readEntryName } from "./entry-name.ts"
import type { FlexFlow, FlexPort } from "./flex-flow.ts"
import { FLEX_TYPES, INIT_TYPES } from "./flex-types.ts"

const FIELDS = [
  "$schema",
  "entry",
  "inputs",
  "outputs",
  "init",
  "sample",
  "code",
  "environment",
  "environment_variables",
  "additional_includes",
  "language",
  "type",
  "tags",
  "description",
  "display_name",
]
const PORT_FIELDS = {
  inputs: ["type", "default", "description", "is_chat_input", "is_chat_history"],
  outputs: ["type", "description", "reference", "is_chat_output"],
  init: ["type", "default", "description"],
}

/** What a flow file is read with. */
export interface ReadFlowOptions {
  /** Values of `${env:…}` in a sample. */
  env?: Readonly<Record<string, string | undefined>>
}

/** What a file with `entry` says (spec 1.3); all that is wrong goes to `diagnostics`. */
export function readFlex(
  yaml: YamlNode,
  reader: FolderReader | undefined,
  diagnostics: Diagnostic[],
  { env = {} }: ReadFlowOptions = {},
): FlexFlow {
  return new FlexReader(yaml, { reader, env }, diagnostics).read()
}

class FlexReader {
  readonly #yaml: YamlNode
  readonly #reader: FolderReader | undefined
  readonly #env: Readonly<Record<string, string | undefined>>
  readonly #diagnostics: Diagnostic[]

  constructor(
    yaml: YamlNode,
    { reader, env }: { reader: FolderReader | undefined; env: Readonly<Record<string, string | undefined>> },
    diagnostics: Diagnostic[],
  ) {
    this.#yaml = yaml
    this.#reader = reader
    this.#env = env
    this.#diagnostics = diagnostics
  }

  read(): FlexFlow {
    const entry = this.#yaml.entries?.get("entry")?.node
    const written = typeof entry?.value === "string" ? entry.value : ""
    const entryName = readEntryName(written)
    const place = entry?.place ?? this.#yaml.place
    if (!entryName) {
      const reason =
        written === ""
          ? "it names nothing to run"
          : "it is `module:function`, `module:Class` or `file.ts:name`"
      this.#found("FLEX_FIELD_INVALID", { field: "entry", value: shown(entry?.value ?? null), reason }, entry)
    }
    this.#unknown(this.#yaml.entries, FIELDS, "")
    return {
      entry: written,
      entryName,
      place,
      inputs: this.#ports("inputs", FLEX_TYPES),
      outputs: this.#ports("outputs", FLEX_TYPES),
      init: this.#ports("init", INIT_TYPES),
      code: this.#code(),
      sample: this.#sample(),
    }
  }

  #found(code: ErrorCode, data: Record<string, unknown>, node: YamlNode | undefined, hint?: string): void {
    const place = node?.place ?? this.#yaml.place
    this.#diagnostics.push(diagnose(code, data, place, hint ? { hint } : {}))
  }

  #unknown(entries: Map<string, YamlEntry> | undefined, known: readonly string[], path: string): void {
    for (const [name, { key }] of entries ?? []) {
      if (known.includes(name)) continue
      const data = { field: `${path}${name}`, suggestion: didYouMean(name, known) }
      this.#diagnostics.push(diagnose("FLEX_FIELD_UNKNOWN", data, key))
    }
  }

  #code(): string | undefined {
    const node = this.#yaml.entries?.get("code")?.node
    if (!node || node.value === null) return undefined
    const code = str(node.value)
    if (this.#reader && !this.#reader.exists(code)) {
      this.#found(
        "FLEX_FIELD_INVALID",
        { field: "code", value: code, reason: "there is no such folder" },
        node,
      )
    }
    return code
  }

  #ports(section: keyof typeof PORT_FIELDS, types: readonly string[]): FlexPort[] | undefined {
    const node = this.#yaml.entries?.get(section)?.node
    if (!node) return undefined
    if (!node.entries) {
      const data = { field: section, value: shown(node.value), reason: "it must be a mapping" }
      this.#found("FLEX_FIELD_INVALID", data, node)
      return undefined
    }
    return Array.from(node.entries, ([name, entry]) => {
      this.#unknown(entry.node.entries, PORT_FIELDS[section], `${section}.${name}.`)
      return this.#port(`${section}.${name}`, name, entry, types)
    })
  }

  #port(path: string, name: string, { key, node }: YamlEntry, types: readonly string[]): FlexPort {
    const fields = node.entries
    const type = fields?.get("type")?.node
    const given = fields?.get("default")?.node
    if (!type) {
      const reason = `its type is missing; the types are ${types.join(", ")}`
      this.#found("FLEX_FIELD_INVALID", { field: path, value: "incomplete", reason }, node)
    } else if (!types.includes(str(type.value))) {
      const hint = didYouMean(str(type.value), types)
      const reason = `the types are ${types.join(", ")}`
      this.#found(
        "FLEX_FIELD_INVALID",
        { field: `${path}.type`, value: shown(type.value), reason },
        type,
        hint,
      )
    }
    if (given?.value === null) {
      const reason = "a default may not be null; leave it out, or write '' for the default of the function"
      this.#found("FLEX_FIELD_INVALID", { field: `${path}.default`, value: "null", reason }, given)
    }
    const history = fields?.get("is_chat_history")?.node
    return {
      name,
      type: str(type?.value ?? "object"),
      ...(given && given.value !== null && { default: given.value }),
      isChatInput: isTrue(fields?.get("is_chat_input")?.node),
      isChatHistory: history && history.value !== null ? isTrue(history) : null,
      isChatOutput: isTrue(fields?.get("is_chat_output")?.node),
      description: textField(fields, "description") ?? "",
      place: key,
    }
  }

  #sample(): FlexFlow["sample"] {
    const node = this.#yaml.entries?.get("sample")?.node
    const value = node && this.#referenced(node)
    if (node && value !== undefined && !(value instanceof Map)) {
      const reason = "it must be a mapping of inputs and init"
      this.#found("FLEX_FIELD_INVALID", { field: "sample", value: repr(value), reason }, node)
    }
    const sample = value instanceof Map ? value : new Map<string, Value>()
    for (const name of sample.keys()) {
      if (name === "inputs" || name === "init") continue
      const reason = "a sample has inputs and init"
      this.#found("FLEX_FIELD_INVALID", { field: `sample.${name}`, value: "there", reason }, node)
    }
    const part = (name: string) => {
      const found = sample.get(name)
      return found instanceof Map ? found : undefined
    }
    return { inputs: part("inputs"), init: part("init") }
  }

  /** A sample, and whatever is in it, may come from a file or the environment. */
  #referenced(node: YamlNode): Value | undefined {
    try {
      const read = (path: string) => this.#reader?.read(path)
      return resolveReferences(node.value, { env: this.#env, read, warn: () => {} })
    } catch (thrown) {
      if (!(thrown instanceof MillraceError)) throw thrown
      const { path, reason } = thrown.data
      const isGone = this.#reader?.read(String(path)) === undefined
      if (isGone) this.#found("FILE_NOT_FOUND", { path, reason: "It is named in sample." }, node)
      else this.#found("FILE_SHAPE", { path, reason }, node)
      return undefined
    }
  }
}
