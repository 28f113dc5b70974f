import { MillraceError, type ToolParameter, type ToolSignature } from "@internal/schema"
import { Json, parse } from "@internal/value"
import { closing, endOfString, exportedFunctions } from "./exported-functions.ts"

export interface ReadFunction {
  signature: ToolSignature
  /** It takes one object of inputs (`({ text, n }: Inputs)`) rather than one parameter per input. */
  byObject: boolean
}

/**
 * The signature of a JavaScript or TypeScript tool, read from its text without running it: names, types of annotations,
 * defaults. `object` stands for a type that has no name among the value types.
 */
export function readFunction(text: string, path: string): ReadFunction {
  const source = withoutComments(text)
  const all = exportedFunctions(source)
  const chosen = all.find((f) => f.isDefault) ?? (all.length === 1 ? all[0] : undefined)
  if (!chosen) {
    if (all.length === 0)
      throw new MillraceError("TOOL_NOT_DEFINED", { path }, { hint: "Export one function." })
    throw new MillraceError("TOOL_AMBIGUOUS", { path, count: all.length, names: all.map((f) => f.name) })
  }
  const read = readParameters(chosen.inside, source)
  const signature: ToolSignature = {
    source: { type: "code", path },
    function: chosen.name,
    async: chosen.async,
    generator: chosen.generator,
    parameters: read.parameters,
    init: [],
    kwargs: false,
    extra: {},
  }
  return { signature, byObject: read.byObject }
}

/** The parameters between the parentheses, and whether they are the fields of one object. `source` declares their types. */
export function readParameters(
  inside: string,
  source: string,
): { parameters: ToolParameter[]; byObject: boolean } {
  return { parameters: parameters(inside, source), byObject: inside.trimStart().startsWith("{") }
}

function parameters(inside: string, source: string): ToolParameter[] {
  const trimmed = inside.trim()
  if (trimmed.startsWith("{")) {
    const end = closing(trimmed, 0)
    const types = fieldTypes(trimmed.slice(end + 1), source)
    return split(trimmed.slice(1, end)).map((part) => parameter(part, types))
  }
  return split(trimmed).map((part) => parameter(part, new Map()))
}

function parameter(part: string, types: ReadonlyMap<string, string>): ToolParameter {
  const [declared = "", initial] = cut(part, "=")
  const [rawName = "", annotation] = cut(declared, ":")
  const optional = rawName.trim().endsWith("?")
  const name = rawName
    .trim()
    .replace(/^((public|private|protected|readonly|override)\s+)+/, "")
    .replace(/\?$/, "")
    .replace(/^\.\.\./, "")
  const type = typeOf(types.get(name) ?? types.get(`${name}?`) ?? annotation?.trim(), initial?.trim())
  const fallback = initial?.trim() ?? (optional || types.has(`${name}?`) ? "undefined" : undefined)
  return {
    name,
    type: [type],
    connection: false,
    ...(fallback !== undefined && { default: defaultOf(fallback) }),
  }
}

function defaultOf(text: string): { value: Json | undefined; shown: string } {
  const json = text.startsWith("'") ? JSON.stringify(text.slice(1, -1)) : text
  try {
    return { value: Json.of(parse(json)), shown: text }
  } catch {
    return { value: undefined, shown: text }
  }
}

function typeOf(annotation: string | undefined, initial: string | undefined): string {
  switch (annotation) {
    case "string":
      return "string"
    case "number":
      return "double"
    case "bigint":
      return "int"
    case "boolean":
      return "bool"
    case undefined:
      break
    default:
      return annotation.endsWith("[]") || annotation.startsWith("Array<") ? "list" : "object"
  }
  if (initial === undefined) return "object"
  if (/^["'`]/.test(initial)) return "string"
  if (initial === "true" || initial === "false") return "bool"
  if (/^-?\d+$/.test(initial)) return "int"
  if (/^-?\d*\.\d+$/.test(initial)) return "double"
  return initial.startsWith("[") ? "list" : "object"
}

/** `: { a: string; b?: number }` after a destructured parameter, or the type of the file that it names, as name → type. */
function fieldTypes(rest: string, source: string): Map<string, string> {
  const text = rest.includes("{") ? rest : declaredType(rest, source)
  const open = text.indexOf("{")
  if (open < 0) return new Map()
  const fields = split(text.slice(open + 1, closing(text, open)), ",;\n")
  return new Map(
    fields.flatMap((field) => {
      const [name, type] = cut(field, ":")
      return name && type ? [[name.trim(), type.trim()] as const] : []
    }),
  )
}

/** The text from the name on of the `interface` or `type` that an annotation names. */
function declaredType(annotation: string, source: string): string {
  const name = /^\s*:\s*(?:Readonly<\s*)?([A-Za-z_$][\w$]*)/.exec(annotation)?.[1]?.replaceAll("$", "\\$")
  if (!name) return ""
  const declared = new RegExp(
    `\\b(?:interface\\s+${name}(?![\\w$])[^{]*|type\\s+${name}\\s*=\\s*)(?=\\{)`,
  ).exec(source)
  return declared ? source.slice(declared.index + declared[0].length) : ""
}

/** Splits at top-level separators. */
function split(text: string, separators = ","): string[] {
  const parts: string[] = []
  let start = 0
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string
    if ("([{".includes(c)) i = closing(text, i)
    else if ("\"'`".includes(c)) i = endOfString(text, i)
    else if (separators.includes(c)) {
      parts.push(text.slice(start, i))
      start = i + 1
    }
  }
  parts.push(text.slice(start))
  return parts.map((part) => part.trim()).filter((part) => part !== "")
}

/** The text before and after the first top-level `mark` (not part of `=>`, `==`). */
function cut(text: string, mark: string): [string, string | undefined] {
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string
    if (c === mark && text[i + 1] !== ">" && text[i + 1] !== "=") return [text.slice(0, i), text.slice(i + 1)]
    if ("([{".includes(c)) i = closing(text, i)
    else if ("\"'`".includes(c)) i = endOfString(text, i)
  }
  return [text, undefined]
}

export function withoutComments(text: string): string {
  return text.replace(
    /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (_, s) => s ?? " ",
  )
}
