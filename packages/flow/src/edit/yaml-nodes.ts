import { str } from "@internal/value"
import { isAlias, isScalar, type Node } from "yaml"
import { plainScalar, taggedScalar } from "../yaml-scalar.ts"

/** A value that is left out: `key:` with nothing behind it. */
export function isEmpty(node: Node): boolean {
  return isScalar(node) && node.type === "PLAIN" && (node.source ?? "") === ""
}

/** The name of a key, as `parseYaml` has it. */
export function keyName(node: Node | null): string {
  if (!isScalar(node)) return isAlias(node) ? `*${node.source}` : ""
  const text = str((node.value ?? "") as string)
  if (node.tag && node.tag !== "tag:yaml.org,2002:str") return str(taggedScalar(node.tag, text))
  return node.type === "PLAIN" && !node.tag ? str(plainScalar(text)) : text
}

export function isMergeKey(node: Node | null | undefined): boolean {
  return isScalar(node) && node.type === "PLAIN" && node.value === "<<"
}
