import { MillraceError } from "@internal/schema"
import type { Value } from "@internal/value"
import { splitPrompty } from "../prompty/split-prompty.ts"
import type { EditResult } from "./flow-edit.ts"
import { applyChanges } from "./text-change.ts"
import { YamlEdit } from "./yaml-edit.ts"
import type { YamlPath } from "./yaml-tree.ts"

/** An edit of any YAML file, by a path of keys and positions: `["model", "parameters", "temperature"]`. */
export type PathEdit =
  /** Mappings that are missing on the way are made; undefined takes the key or item out. */
  | { kind: "set"; path: YamlPath; value: Value | undefined; order?: readonly string[] }
  /** Adds a key to the mapping at `path`, or an item to the list; at the end unless `at` says before which. */
  | { kind: "insert"; path: YamlPath; key?: string; at?: number; value: Value }
  | { kind: "rename"; path: YamlPath; to: string }
  | { kind: "move"; path: YamlPath; to: number }

/** Edits of a prompty: of its front matter by path, or of the whole of what is below it. */
export type PromptyEdit = PathEdit | { kind: "template"; template: string }

/** Edits a YAML file, such as `flow.flex.yaml`, as `editFlow` does. */
export function editYaml(text: string, edit: PathEdit, file = "flow.flex.yaml"): EditResult {
  const yaml = new YamlEdit(text, file)
  switch (edit.kind) {
    case "set":
      yaml.put(edit.path, edit.value, edit.order)
      break
    case "insert":
      if (edit.key === undefined) yaml.insertItem(edit.path, edit.at, edit.value)
      else yaml.insertKey(edit.path, edit.key, edit.value, edit.at)
      break
    case "rename":
      yaml.renameKey(edit.path, edit.to)
      break
    case "move":
      yaml.move(edit.path, edit.to)
  }
  return yaml.finish()
}

/** Edits a `.prompty` file. Fails with `PROMPTY_FORMAT` where it has no front matter, and as `editFlow` does. */
export function editPrompty(text: string, edit: PromptyEdit, file = "flow.prompty"): EditResult {
  const parts = splitPrompty(text)
  if (!parts)
    throw new MillraceError("PROMPTY_FORMAT", { path: file }, { place: { file, line: 1, column: 1 } })
  const start = lineOffset(text, parts.frontLine)
  const end = lineOffset(text, parts.frontLine + parts.front.split("\n").length - 1)
  const template = lineOffset(text, parts.templateLine)
  if (edit.kind === "template") {
    const eol = /\r\n|\n/.exec(text)?.[0] ?? "\n"
    const insert = edit.template.replace(/\r\n|\n/g, eol)
    return finish(text, [{ from: template, to: text.length, insert }])
  }
  const front = editYaml(text.slice(start, end), edit, file)
  return finish(
    text,
    front.changes.map(({ from, to, insert }) => ({ from: from + start, to: to + start, insert })),
  )
}

function finish(text: string, changes: EditResult["changes"]): EditResult {
  return { text: applyChanges(text, changes), changes }
}

/** Where a line begins; lines count from 1. */
function lineOffset(text: string, line: number): number {
  const breaks = /\r\n?|\n/g
  let at = 0
  for (let i = 1; i < line && breaks.exec(text); i++) at = breaks.lastIndex
  return at
}
