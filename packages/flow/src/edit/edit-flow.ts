import { editNode } from "./edit-nodes.ts"
import { editPort } from "./edit-ports.ts"
import { editVariant } from "./edit-variants.ts"
import { type FileEdit, FLOW_KEYS, type FlowEdit, type FlowEditResult } from "./flow-edit.ts"
import { pasteNode } from "./node-clip.ts"
import { danglingSites } from "./reference-sites.ts"
import { YamlEdit } from "./yaml-edit.ts"

/**
 * Makes an edit to the text of a `flow.dag.yaml`: comments, order, quotes, indentation and everything else that the edit is
 * not about stay as they are written. The flow may be wrong in any way but its YAML. Fails with `YAML_SYNTAX`, with
 * `FLOW_EDIT_INVALID` where the edit itself makes no sense (an unknown node, a name that is taken), and with
 * `FLOW_EDIT_UNSAFE` where the way in which the file is written would make it change something else.
 */
export function editFlow(text: string, edit: FlowEdit, file = "flow.dag.yaml"): FlowEditResult {
  const yaml = new YamlEdit(text, file)
  const before = new Set(danglingSites(yaml.data).map(({ text: reference }) => reference))
  const files = change(yaml, edit)
  const result = yaml.finish()
  const dangling = danglingSites(yaml.data).filter((site) => !before.has(site.text))
  return { ...result, files, dangling }
}

function change(yaml: YamlEdit, edit: FlowEdit): FileEdit[] {
  switch (edit.kind) {
    case "port-add":
    case "port-delete":
    case "port-rename":
    case "port-move":
    case "port-set":
      editPort(yaml, edit)
      return []
    case "flow-set":
      yaml.put(edit.path, edit.value, edit.path.length === 1 ? FLOW_KEYS : [])
      return []
    case "variants-make":
    case "variants-dissolve":
    case "variant-clone":
    case "variant-delete":
    case "variant-rename":
    case "variant-default":
      return editVariant(yaml, edit)
    case "node-paste":
      return pasteNode(yaml, edit)
    default:
      return editNode(yaml, edit)
  }
}
