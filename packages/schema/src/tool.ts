import type { Json } from "@internal/value"

/** Where the code of a tool is. Paths are relative to the flow folder, with `/`. `module` is imported before it. */
export type ToolSource =
  | { type: "code"; path: string; module?: string }
  | { type: "package"; tool: string; module?: string }
  | { type: "package_with_prompt"; tool: string; path: string; module?: string }
  /** `module.path:name`, or `file.ts:name`: the entry of a flex flow. `loose`: annotations may be any, as a tool's may. */
  | { type: "entry"; entry: string; loose?: true }

/** What a source is called in messages: the path of a script, the id of a package tool, the entry. */
export function sourceName(source: ToolSource): string {
  if (source.type === "code") return source.path
  return source.type === "entry" ? source.entry : source.tool
}

/** One parameter of a tool, as the original's meta describes it (spec 6.2). */
export interface ToolParameter {
  name: string
  /** Value types or connection class names; several only for a union of connections. */
  type: string[]
  /** The Python default as JSON where JSON can hold it; `shown` is its `str()`. Absent: required. */
  default?: { value: Json | undefined; shown: string }
  /** Allowed values of an Enum annotation. */
  enum?: string[]
  /** Class names of custom strong type connections accepted here (spec 6.3). */
  customType?: string[]
  /** True if `type` are connection classes. */
  connection: boolean
}

export interface ToolSignature {
  source: ToolSource
  function: string
  /** Set for a method of a ToolProvider class. */
  className?: string
  async: boolean
  generator: boolean
  parameters: ToolParameter[]
  /** Constructor parameters of the ToolProvider class. */
  init: ToolParameter[]
  /** The function takes `**kwargs`. */
  kwargs: boolean
  /** Name of the parameter annotated `PromptTemplate`, if any (custom_llm). */
  promptParameter?: string
  streamingOption?: string
  /** Of the entry of a flex flow: what it returns, and how many arguments its `__aggregate__` takes (null: none). */
  entry?: { outputs: { name: string; type: string }[]; aggregation: number | null }
  /** Further keyword arguments of `@tool`, verbatim: name, description, type, icon, category… */
  extra: Record<string, unknown>
}
