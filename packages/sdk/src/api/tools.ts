import type { InitToolOptions, WrittenTool } from "../tools/init-tool.ts"
import type { ToolList } from "../tools/tool-meta.ts"

export interface ToolValidation {
  passed: boolean
  /** Tools looked at, and those with a mistake. */
  total: number
  invalid: number
  errors: { message: string; function: string; location: string }[]
}

/** A function that fills an input of a tool (spec 6.4). */
export interface ToolCallOptions {
  scenario: "dynamic_list" | "generated_by" | "reverse_generated_by"
  /** `module.function`, or `file.py:function`: `func_path` of the tool's meta. */
  function: string
  /** By argument. The name of a connection stands for the connection where the function asks for one. */
  inputs?: Record<string, unknown>
  /** The flow's folder: its Python runs the function, and files are looked for there. Default: the working directory. */
  folder?: string
  /** `subscription_id`, `resource_group_name`, `workspace_name`, for functions that ask for them. */
  workspace?: Record<string, string>
  signal?: AbortSignal
}

/** `millrace.tools`. */
export interface ToolOperations {
  /**
   * Package tools, and with a flow its own tools, as the original's metas. Imports the flow's tools. `careful`: of no
   * Python that lies in the folder, and the flow's tools as far as their text shows them.
   */
  list(options?: { flow?: string; careful?: boolean }): Promise<ToolList>
  /** `source`: a package, `package.module.function`, or a script. */
  validate(options: { source: string }): Promise<ToolValidation>
  /** Writes a tool, or a package with one; files that are there are overwritten. */
  init(options: InitToolOptions): Promise<WrittenTool>
  /** What a function answers, checked: a list of dicts with `value`, or a dict for `reverse_generated_by`. */
  call(options: ToolCallOptions): Promise<unknown>
}
