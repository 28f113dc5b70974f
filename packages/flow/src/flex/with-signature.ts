import type { Diagnostic, ToolParameter, ToolSignature } from "@internal/schema"
import type { Dict, Value } from "@internal/value"
import { diagnose } from "../diagnose.ts"
import type { Flow } from "../flow.ts"
import type { FlexFlow, FlexPort } from "./flex-flow.ts"
import { FLEX_TYPES, INIT_TYPES } from "./flex-types.ts"

/**
 * A flex flow whose inputs, outputs and constructor arguments are known (spec 1.3): those of the file, which must have the
 * names that the entry has, else those of the entry. The flow's raw mapping says the same, as the original's snapshot does.
 */
export function withSignature(flow: Flow, signature: ToolSignature | Error | undefined): Flow {
  const { flex } = flow
  if (!flex || !signature || signature instanceof Error) return flow
  const diagnostics: Diagnostic[] = []
  const port = flex.entryName?.language === "javascript" ? scriptPort : portOf
  const sections: [keyof FlexFlow & ("inputs" | "outputs" | "init"), FlexPort[]][] = [
    ["inputs", signature.parameters.map(port)],
    ["outputs", (signature.entry?.outputs ?? []).map(({ name, type }) => plainPort(name, type))],
    ["init", signature.init.map(port)],
  ]
  const merged = { ...flex }
  const raw: Dict = new Map(flow.raw)
  // a snapshot holds the code itself, with what was included
  for (const name of ["code", "additional_includes"]) raw.delete(name)
  const { inputs, init } = flex.sample
  const sample = Object.entries({ inputs, init }).filter(
    (part): part is [string, Dict] => part[1] !== undefined,
  )
  if (sample.length > 0) raw.set("sample", new Map(sample)) // what its references brought in
  for (const [section, inferred] of sections) {
    const written = flex[section]
    diagnostics.push(
      ...(written ? nameProblems(section, written, inferred, flow) : typeProblems(section, inferred, flow)),
    )
    if (written) continue
    merged[section] = inferred
    if (inferred.length > 0) raw.set(section, new Map(inferred.map((item) => [item.name, rawPort(item)])))
  }
  return { ...flow, raw, flex: merged, diagnostics: [...flow.diagnostics, ...diagnostics] }
}

function plainPort(name: string, type: string): FlexPort {
  return { name, type, isChatInput: false, isChatHistory: null, isChatOutput: false, description: "" }
}

/** Of JavaScript a default that is JSON is itself; any other is the function's own business. */
function scriptPort(parameter: ToolParameter): FlexPort {
  const made = plainPort(parameter.name, parameter.type[0] ?? "object")
  return parameter.default ? { ...made, default: parameter.default.value?.value ?? "" } : made
}

/** The original writes a default as text, except an enum's value. */
function portOf({ name, type, default: given, enum: members }: ToolParameter): FlexPort {
  const made = plainPort(name, type[0] ?? "object")
  if (!given) return made
  return { ...made, default: members && given.value ? given.value.value : given.shown }
}

function rawPort({ type, default: given }: FlexPort): Value {
  return new Map<string, Value>([
    ["type", type],
    ...(given === undefined ? [] : [["default", given] as const]),
  ])
}

function nameProblems(section: string, written: FlexPort[], inferred: FlexPort[], flow: Flow): Diagnostic[] {
  const names = (ports: FlexPort[]) => ports.map(({ name }) => name)
  const isSame =
    written.length === inferred.length && names(written).every((name) => names(inferred).includes(name))
  if (isSame) return []
  const data = {
    section,
    ports: names(written).join(", ") || "nothing",
    entry_ports: names(inferred).join(", ") || "nothing",
  }
  const place = flow.yaml.entries?.get(section)?.key ?? flow.yaml.place
  return [diagnose("FLEX_SIGNATURE_MISMATCH", data, place)]
}

/** Connections and other classes may be annotated, but are no types of a flow's inputs. */
function typeProblems(section: string, inferred: FlexPort[], flow: Flow): Diagnostic[] {
  const types = section === "init" ? INIT_TYPES : FLEX_TYPES
  return inferred.flatMap(({ name, type }) => {
    if (types.includes(type)) return []
    const reason = `the types are ${types.join(", ")}`
    const data = { field: `${section}.${name}.type`, value: type, reason }
    return [diagnose("FLEX_FIELD_INVALID", data, flow.flex?.place ?? flow.yaml.place)]
  })
}
