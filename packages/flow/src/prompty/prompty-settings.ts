import { MillraceError, type PromptyInput, type PromptySource } from "@internal/schema"
import { type Dict, Json, parse, repr, str, typeName, type Value } from "@internal/value"
import { templateVariables } from "../template-variables.ts"
import { mergeSettings } from "./merge-settings.ts"
import { type ReferenceContext, resolveReferences } from "./resolve-references.ts"

/** A prompty file as it is written: front matter and template, nothing resolved. */
export interface PromptyText {
  path: string
  /** The name without its ending, for prompties that have none. */
  stem: string
  front: Dict
  template: string
  /** The line of the file that the template starts in. */
  line: number
}

/**
 * What a prompty says once its references are resolved and `overrides` are laid over it: any field of the front matter,
 * `model` included (spec 1.4). Fails with `PROMPTY_REFERENCE`, `PROMPTY_SAMPLE` or `PROMPTY_FIELD`.
 */
export function promptySettings(
  text: PromptyText,
  context: ReferenceContext,
  overrides: Dict = new Map(),
): PromptySource {
  const merged = mergeSettings(
    resolveReferences(text.front, context) as Dict,
    resolveReferences(overrides, context) as Dict,
  )
  const model = mapping(merged, "model")
  const sample = neededSample(merged, context)
  const name = merged.get("name") ?? null
  return {
    path: text.path,
    name: name === null ? text.stem : str(name),
    template: { path: text.path, text: text.template, variables: variablesOf(text) },
    line: text.line,
    api: model.get("api") === "completion" ? "completion" : "chat",
    response: model.get("response") === "all" ? "all" : "first",
    configuration: Json.of(mapping(model, "configuration", "model.configuration")),
    parameters: Json.of(mapping(model, "parameters", "model.parameters")),
    inputs: inputsOf(merged, sample),
    outputs: [...mapping(merged, "outputs").keys()],
    ...(sample && { sample: Json.of(sample) }),
  }
}

/** A template that does not compile is reported when it is rendered, at its place. */
function variablesOf({ path, template }: PromptyText): string[] {
  try {
    return templateVariables(path, template)
  } catch {
    return []
  }
}

function mapping(from: Dict, key: string, field: string = key): Dict {
  const value = from.get(key) ?? null
  if (value instanceof Map) return value
  if (value === null) return new Map()
  throw new MillraceError("PROMPTY_FIELD", { field, value: repr(value), reason: "it must be a mapping" })
}

/** Declared inputs, else the sample's keys. A key `default` counts even when it is null. */
function inputsOf(merged: Dict, sample: Dict | undefined): PromptyInput[] {
  const declared = mapping(merged, "inputs")
  if (declared.size === 0) return Array.from(sample?.keys() ?? [], (name) => ({ name }))
  return Array.from(declared, ([name, field]) => {
    const fallback = field instanceof Map ? field.get("default") : undefined
    return fallback === undefined ? { name } : { name, default: Json.of(fallback) }
  })
}

/** The sample; one that cannot be read is in nobody's way where the inputs are declared. */
function neededSample(merged: Dict, context: ReferenceContext): Dict | undefined {
  try {
    return sampleOf(merged.get("sample") ?? null, context)
  } catch (refused) {
    if (mapping(merged, "inputs").size === 0) throw refused
    return undefined
  }
}

/** A mapping, or the path of a JSON file that holds one. */
function sampleOf(value: Value, context: ReferenceContext): Dict | undefined {
  if (value === null || value instanceof Map) return value ?? undefined
  const refuse = (reason: string, cause?: unknown) =>
    new MillraceError("PROMPTY_SAMPLE", { sample: repr(value), reason }, { cause })
  if (typeof value !== "string")
    throw refuse(`a sample is a mapping or a .json file, not a ${typeName(value)}`)
  const path = value.startsWith("file:") ? value.slice("file:".length) : value
  if (!path.endsWith(".json")) throw refuse("a sample is a mapping or a .json file")
  const text = context.read(path)
  if (text === undefined) throw refuse(`there is no file ${path}`)
  let sample: Value
  try {
    sample = parse(text)
  } catch (thrown) {
    throw refuse(`${path} is not JSON: ${(thrown as Error).message}`, thrown)
  }
  if (!(sample instanceof Map)) throw refuse(`${path} holds a ${typeName(sample)}, not an object`)
  return sample
}
