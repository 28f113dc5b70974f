import { JinjaError, variables } from "@internal/jinja"
import { MillraceError } from "@internal/schema"
import type { ToolMeta } from "./tool-meta.ts"

/** `![image]({{ name }})`: the variable is an image (spec 5.2). */
const IMAGE = /!\[\s*image\s*\]\(\{\{\s*([^{}]+)\s*\}\}\)/g

/**
 * What the original knows of a template (spec 6.6): its variables, and as description the comment in its first line. Fails
 * with `TEMPLATE_SYNTAX`.
 */
export function templateMeta(type: "prompt" | "llm", path: string, text: string): ToolMeta {
  const images = new Set(Array.from(text.matchAll(IMAGE), ([, name = ""]) => name.trim()))
  const inputs = Object.fromEntries(
    namesIn(path, text).map((name) => [name, { type: [images.has(name) ? "image" : "string"] }]),
  )
  const [first = ""] = text.split("\n")
  const description = /^\s*\{#(.*)#\}/.exec(first)?.[1]?.trim()
  return {
    type,
    ...(Object.keys(inputs).length > 0 && { inputs }),
    ...(description && { description }),
    source: path,
  }
}

function namesIn(path: string, text: string): string[] {
  try {
    return variables(text).map((variable) => variable.name)
  } catch (thrown) {
    if (!(thrown instanceof JinjaError)) throw thrown
    const { line = 1, kind, message } = thrown
    throw new MillraceError("TEMPLATE_SYNTAX", { path, line, reason: `(${kind}) ${message}` })
  }
}
