import { MillraceError, type ToolParameter, type ToolSignature } from "@internal/schema"
import { closing } from "./exported-functions.ts"
import { readParameters, withoutComments } from "./signature.ts"

export interface ReadEntry {
  signature: ToolSignature
  /** Whether the function, or the method `call`, takes one object of inputs rather than one parameter per input. */
  byObject: boolean
  initByObject: boolean
}

/**
 * The interface of a flex flow's entry in JavaScript or TypeScript, read from its text without running it: an exported
 * function, or an exported class with a method `call`, a constructor, and `aggregate` if it has metrics. Fails with
 * `ENTRY_INVALID`.
 */
export function readEntry(text: string, entry: string, name: string): ReadEntry {
  const source = withoutComments(text)
  const body = classBody(source, name)
  if (body === undefined) {
    const called = functionParameters(source, name)
    if (called === undefined) throw invalid(entry, `the file exports no function or class ${name}`)
    const { parameters, byObject } = readParameters(called, source)
    return { signature: signatureOf(entry, name, { parameters }), byObject, initByObject: false }
  }
  const called = methodParameters(body, "call")
  if (called === undefined) throw invalid(entry, `the class ${name} has no method call`)
  const { parameters, byObject } = readParameters(called, source)
  const made = readParameters(methodParameters(body, "constructor") ?? "", source)
  const results = methodParameters(body, "aggregate")
  const aggregation = results === undefined ? null : readParameters(results, source).parameters.length
  const signature = signatureOf(entry, name, {
    parameters,
    init: made.parameters,
    className: name,
    aggregation,
  })
  return { signature, byObject, initByObject: made.byObject }
}

function signatureOf(
  entry: string,
  name: string,
  parts: {
    parameters: ToolParameter[]
    init?: ToolParameter[]
    className?: string
    aggregation?: number | null
  },
): ToolSignature {
  const { parameters, init = [], className, aggregation = null } = parts
  return {
    source: { type: "entry", entry },
    function: name,
    ...(className !== undefined && { className }),
    async: false,
    generator: false,
    parameters,
    init,
    kwargs: false,
    extra: {},
    entry: { outputs: [{ name: "output", type: "string" }], aggregation },
  }
}

function functionParameters(source: string, name: string): string | undefined {
  const exported = name === "default" ? "export\\s+default\\s+" : "export\\s+(?:default\\s+)?"
  const own = name === "default" ? "[\\w$]*" : escaped(name)
  const declared = new RegExp(`${exported}(?:async\\s+)?function\\s*\\*?\\s*${own}\\s*(?:<[^>(]*>)?\\s*\\(`)
  const assigned = new RegExp(
    `export\\s+const\\s+${escaped(name)}\\b[^=]*=\\s*(?:async\\s+)?(?:function\\s*\\*?\\s*)?\\(`,
  )
  return between(source, declared) ?? between(source, assigned)
}

function classBody(source: string, name: string): string | undefined {
  const head = new RegExp(`export\\s+(?:default\\s+)?(?:abstract\\s+)?class\\s+${escaped(name)}\\b[^{]*\\{`)
  const found = head.exec(source)
  if (!found) return undefined
  const open = found.index + found[0].length - 1
  return source.slice(open + 1, closing(source, open))
}

/** A method on the class's own level: brackets of others are jumped over. */
function methodParameters(body: string, name: string): string | undefined {
  const head = new RegExp(`^(?:(?:public|async|override)\\s+|\\*\\s*)*${name}\\s*(?:<[^>(]*>)?\\s*\\(`)
  for (let i = 0; i < body.length; i++) {
    const atStart = i === 0 || /[\s;}*]/.test(body[i - 1] as string)
    const found = atStart ? head.exec(body.slice(i, i + 200)) : null
    if (found) return body.slice(i + found[0].length, closing(body, i + found[0].length - 1))
    if ("({[".includes(body[i] as string)) i = closing(body, i)
  }
  return undefined
}

function between(source: string, head: RegExp): string | undefined {
  const found = head.exec(source)
  if (!found) return undefined
  const open = found.index + found[0].length - 1
  return source.slice(open + 1, closing(source, open))
}

function escaped(name: string): string {
  return name.replaceAll("$", "\\$")
}

function invalid(entry: string, reason: string): MillraceError {
  return new MillraceError("ENTRY_INVALID", { entry, reason })
}
