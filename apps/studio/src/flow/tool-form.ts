import type { ToolParameter, ToolSignature } from "@internal/schema"
import { toPlain } from "@internal/value"

/** A function of a tool's package or file that fills an input (spec 6.4). */
export interface ToolFunction {
  path: string
  arguments: { name: string; reference?: string; optional: boolean; default?: unknown }[]
}
/** One input of a tool, as a form shows it. */
export interface ToolInput {
  name: string
  types: string[]
  isConnection: boolean
  /** Undefined: the tool has none. */
  default?: unknown
  isRequired: boolean
  choices: unknown[]
  isMultiSelect: boolean
  /** Others than the choices may be typed. */
  isOpen: boolean
  isAdvanced: boolean
  /** Only there to generate another input: `input_type: uionly_hidden`. */
  isHidden: boolean
  description: string
  list?: ToolFunction
  generated?: ToolFunction & { reverse?: string }
  enabledBy?: { input: string; values?: unknown[]; types?: string[] }
  filterBy?: { input: string; byType: boolean; choices: Record<string, unknown[]> }
}
export interface ToolForm {
  name: string
  description: string
  category: string
  /** `preview`, `deprecated`, …; empty for what is none of these. */
  state: string
  /** Package and version that it comes from. */
  origin: string
  inputs: ToolInput[]
  /** Whether it takes inputs that it does not name. */
  takesMore: boolean
  defaultPrompt: string | undefined
}

type Meta = Record<string, unknown>

/** The form of a tool from its meta, and from its signature, which knows what is required. Either may be missing. */
export function toolForm(meta: Meta | undefined, signature?: ToolSignature): ToolForm {
  const given = recordOf(meta?.inputs)
  const isModel = meta?.type === "custom_llm"
  const parameters = [...(signature?.init ?? []), ...(signature?.parameters ?? [])].filter(
    ({ name }) => name !== signature?.promptParameter,
  )
  const inputs = new Map<string, ToolInput>()
  for (const { name, type, default: fallback, enum: choices, connection } of parameters)
    inputs.set(name, {
      ...blank(name, type),
      isConnection: connection,
      ...(fallback && { default: defaultOf(fallback) }),
      isRequired: !fallback,
      choices: choices ?? [],
    })
  const isInPackage = meta?.module !== undefined
  const described = Object.entries(given).map(([name, setting]) =>
    inputOf(
      name,
      recordOf(setting),
      isInPackage ? undefined : inputs.get(name),
      inputs.get(name)?.isRequired,
    ),
  )
  // a package says in which order; a script's own is that of its function
  if (isInPackage) for (const { name } of described) inputs.delete(name)
  for (const input of described) inputs.set(input.name, input)
  if (isInPackage) for (const { name } of parameters) if (!Object.hasOwn(given, name)) inputs.delete(name)
  const state = text(meta?.tool_state)
  return {
    name: text(meta?.name),
    description: text(meta?.description),
    category: text(meta?.category),
    state: state === "stable" ? "" : state,
    origin: [text(meta?.package), text(meta?.package_version)].filter(Boolean).join(" "),
    inputs: inPlace([...inputs.values()], given),
    takesMore: isModel || meta?.enable_kwargs === true || signature?.kwargs === true,
    defaultPrompt: typeof meta?.default_prompt === "string" ? meta.default_prompt : undefined,
  }
}

/** Tools that have taken the place of others, by the old name. */
export function renamedTools(packages: Readonly<Record<string, unknown>>): Map<string, string> {
  return new Map(
    Object.entries(packages).flatMap(([id, meta]) =>
      listOf(recordOf(meta).deprecated_tools).map((old) => [text(old), id] as const),
    ),
  )
}

/** Null is what is not given. */
function defaultOf({ value, shown }: NonNullable<ToolParameter["default"]>): unknown {
  return value ? (toPlain(value.value) ?? undefined) : shown
}

function blank(name: string, types: string[]): ToolInput {
  return {
    name,
    types: types.length > 0 ? types : ["object"],
    isConnection: types.some((type) => type.endsWith("Connection")),
    isRequired: false,
    choices: [],
    isMultiSelect: false,
    isOpen: false,
    isAdvanced: false,
    isHidden: false,
    description: "",
  }
}

function inputOf(name: string, setting: Meta, known: ToolInput | undefined, isRequired = false): ToolInput {
  const types = listOf(setting.type).map(text)
  const base = known ?? { ...blank(name, types), isRequired }
  const list = functionOf(setting.dynamic_list)
  const generated = functionOf(setting.generated_by)
  const reverse = recordOf(setting.generated_by).reverse_func_path
  const by = text(setting.enabled_by)
  const filter = filterOf(setting.filter_by)
  return {
    ...base,
    ...(base.default === undefined &&
      setting.default !== undefined &&
      setting.default !== "" && { default: setting.default }),
    ...(setting.default !== undefined && { isRequired: false }),
    choices: base.choices.length > 0 ? base.choices : listOf(setting.enum),
    isMultiSelect: setting.is_multi_select === true,
    isOpen: setting.allow_manual_entry === true,
    isAdvanced: setting.advanced === true,
    isHidden: setting.input_type === "uionly_hidden",
    description: text(setting.description),
    ...(list && { list }),
    ...(generated && { generated: { ...generated, ...(reverse ? { reverse: text(reverse) } : {}) } }),
    ...(by && {
      enabledBy: {
        input: by,
        ...(setting.enabled_by_value !== undefined && { values: listOf(setting.enabled_by_value) }),
        ...(setting.enabled_by_type !== undefined && { types: listOf(setting.enabled_by_type).map(text) }),
      },
    }),
    ...(filter && { filterBy: filter }),
  }
}

function functionOf(given: unknown): ToolFunction | undefined {
  const { func_path: path, func_kwargs: kwargs } = recordOf(given)
  if (typeof path !== "string") return undefined
  return {
    path,
    arguments: listOf(kwargs).map((item) => {
      const { name, reference, optional, default: fallback } = recordOf(item)
      const source = typeof reference === "string" ? /^\$\{inputs\.(.+)\}$/.exec(reference)?.[1] : undefined
      return {
        name: text(name),
        optional: optional === true,
        ...(source !== undefined && { reference: source }),
        ...(fallback !== undefined && { default: fallback }),
      }
    }),
  }
}

/** `filter_by` with an enum for each value of another input, or for each type of its connection. */
function filterOf(given: unknown): ToolInput["filterBy"] {
  const { input_name: input, filter_attribute: attribute, values } = recordOf(given)
  if (typeof input !== "string") return undefined
  const choices = Object.entries(recordOf(values)).flatMap(([value, rule]) => {
    const allowed = recordOf(rule).enum
    return Array.isArray(allowed) ? [[value, allowed] as const] : []
  })
  return choices.length > 0
    ? { input, byType: attribute === "type", choices: Object.fromEntries(choices) }
    : undefined
}

/** `ui_hints.index`, where there is one. */
function inPlace(inputs: ToolInput[], given: Meta): ToolInput[] {
  const index = ({ name }: ToolInput) => {
    const hint = recordOf(recordOf(given[name]).ui_hints).index
    return typeof hint === "number" ? hint : undefined
  }
  if (inputs.every((input) => index(input) === undefined)) return inputs
  return inputs.toSorted((a, b) => (index(a) ?? Infinity) - (index(b) ?? Infinity))
}

function recordOf(value: unknown): Meta {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Meta) : {}
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
}

function text(value: unknown): string {
  return typeof value === "string" ? value : ""
}
