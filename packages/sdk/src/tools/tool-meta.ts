/** The meta of a tool in the original's words (spec 6.2, 6.6): `type`, `inputs`, `description`, `source`, `function`… */
export type ToolMeta = Record<string, unknown>

/** What `tool list` and `.promptflow/flow.tools.json` hold. */
export interface ToolList {
  /** By tool id. */
  package: Record<string, ToolMeta>
  /** By path of the source. */
  code: Record<string, ToolMeta>
}
