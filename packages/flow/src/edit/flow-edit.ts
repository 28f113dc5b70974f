import type { Dict, Value } from "@internal/value"
import type { ReferenceSite } from "./reference-sites.ts"
import type { TextChange } from "./text-change.ts"
import type { YamlPath } from "./yaml-tree.ts"

/** A node by its name, or by its position where two have one name. */
export type NodeKey = string | number

/** An edit of a `flow.dag.yaml`. A `value` that is undefined takes the key out. */
export type FlowEdit =
  | { kind: "port-add"; port: "input" | "output"; name: string; fields: Dict; at?: number }
  | { kind: "port-delete"; port: "input" | "output"; name: string }
  /** References follow. */
  | { kind: "port-rename"; port: "input" | "output"; name: string; to: string }
  | { kind: "port-move"; port: "input" | "output"; name: string; to: number }
  /** `type`, `default`, `description`, `is_chat_input`, `reference`, … */
  | { kind: "port-set"; port: "input" | "output"; name: string; field: string; value: Value | undefined }
  /** `fields` are those of the file, with or without `name`. */
  | { kind: "node-add"; name: string; fields: Dict; at?: number }
  | { kind: "node-delete"; node: NodeKey }
  /** References, `node_variants` and fallbacks follow. `source` is a new path of its file, which is then renamed. */
  | { kind: "node-rename"; node: NodeKey; to: string; source?: string }
  /** With its variants. `source` is the path of a copy of its file. */
  | { kind: "node-duplicate"; node: NodeKey; to: string; source?: string }
  /** The node of a clip (`writeClip`) under a name; `files`: where those of the clip are here. */
  | { kind: "node-paste"; clip: string; name: string; files: ReadonlyMap<string, string>; at?: number }
  | { kind: "node-move"; node: NodeKey; to: number }
  /** Anything of a node or of one of its variants: `["source", "path"]`, `["inputs", "text"]`, `["x-millrace", "cache"]`. */
  | { kind: "node-set"; node: NodeKey; variant?: string; path: YamlPath; value: Value | undefined }
  | { kind: "node-input-rename"; node: NodeKey; variant?: string; name: string; to: string }
  | { kind: "node-input-move"; node: NodeKey; variant?: string; name: string; to: number }
  /** Makes the node's own definition its first variant, `variant_0` unless `id` names it. */
  | { kind: "variants-make"; node: NodeKey; id?: string }
  /** Makes one variant the node's own definition and takes out the others. */
  | { kind: "variants-dissolve"; node: NodeKey; keep: string }
  /** `source` is the path of a copy of its file. */
  | { kind: "variant-clone"; node: NodeKey; variant: string; to: string; source?: string }
  | { kind: "variant-delete"; node: NodeKey; variant: string }
  | { kind: "variant-rename"; node: NodeKey; variant: string; to: string }
  | { kind: "variant-default"; node: NodeKey; variant: string }
  /** Anything else: `["display_name"]`, `["tags", "team"]`, `["environment_variables", "KEY"]`. */
  | { kind: "flow-set"; path: YamlPath; value: Value | undefined }

/** What an edit asks of other files; paths are as the flow writes them. */
export type FileEdit =
  | { kind: "rename" | "copy"; from: string; to: string }
  /** No node names the file any longer. */
  | { kind: "unused"; from: string }

export interface EditResult {
  text: string
  /** In offsets of the text that was given, in order: one transaction of an editor. */
  changes: TextChange[]
}

export interface FlowEditResult extends EditResult {
  files: FileEdit[]
  /** References that name nothing any longer because of this edit. */
  dangling: ReferenceSite[]
}

/** The usual order of keys, for those that are added. */
export const FLOW_KEYS = [
  "$schema",
  "id",
  "name",
  "display_name",
  "description",
  "type",
  "language",
  "tags",
  "message_format",
  "environment",
  "environment_variables",
  "additional_includes",
  "inputs",
  "outputs",
  "nodes",
  "node_variants",
]
export const NODE_KEYS = [
  "name",
  "type",
  "use_variants",
  "source",
  "inputs",
  "provider",
  "connection",
  "api",
  "module",
  "aggregation",
  "activate",
  "x-millrace",
]
export const PORT_KEYS = [
  "type",
  "default",
  "reference",
  "description",
  "is_chat_input",
  "is_chat_history",
  "is_chat_output",
]
