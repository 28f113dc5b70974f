import { JinjaError } from "../error.ts"
import { spendOutput } from "../limits.ts"
import type { Activation, Evaluate, Execute } from "../runtime/activation.ts"
import type { Expr, Output } from "../syntax/ast.ts"
import { escaped } from "../values/markup.ts"
import { str } from "../values/text.ts"
import type { Compiler } from "./compiler.ts"
import { constantOf, Impossible } from "./constant.ts"
import type { Frame } from "./frame.ts"
import { whenNoParent } from "./parent.ts"

interface Part {
  line: number
  evaluate: Evaluate
}

/** Text and prints in a row. */
export function compileOutput(compiler: Compiler, node: Output, frame: Frame): Execute {
  if (frame.checksOutput && compiler.hasKnownExtends) return () => ""
  const parts: (string | Expr)[] = []
  for (const child of node.nodes) {
    const text = constantText(child, frame)
    if (text === undefined) parts.push(child)
    else if (typeof parts.at(-1) === "string") parts.push(`${parts.pop()}${text}`)
    else parts.push(text)
  }
  const compiled = parts.map((part) =>
    typeof part === "string"
      ? part
      : { line: compiler.at(part.line), evaluate: compiler.expression(part, frame) },
  )
  const write = writer(compiled, textOf(frame))
  return frame.checksOutput ? whenNoParent(frame, write) : write
}

/** The text of a child that is constant; undefined where only a rendering can tell. */
function constantText(node: Expr, frame: Frame): string | undefined {
  if (node.kind === "TemplateData") return node.data
  try {
    const value = constantOf(node, frame.escaping)
    return frame.escaping.autoescape ? escaped(value) : str(value)
  } catch (error) {
    if (error instanceof Impossible || error instanceof JinjaError || error instanceof RangeError)
      return undefined
    throw error
  }
}

/** How this place turns a value into text. */
function textOf(frame: Frame): (a: Activation, value: unknown) => string {
  if (frame.escaping.volatile) return (a, value) => (a.context.autoescape ? escaped(value) : str(value))
  return frame.escaping.autoescape ? (_, value) => escaped(value) : (_, value) => str(value)
}

function writer(parts: (string | Part)[], text: (a: Activation, value: unknown) => string): Execute {
  const [first, second, third] = parts
  if (parts.length === 1 && typeof first === "string") {
    return () => {
      spendOutput(first.length)
      return first
    }
  }
  if (parts.length === 1 && typeof first === "object") {
    return (a) => {
      a.line = first.line
      const out = text(a, first.evaluate(a))
      spendOutput(out.length)
      return out
    }
  }
  if (
    parts.length === 3 &&
    typeof first === "string" &&
    typeof second === "object" &&
    typeof third === "string"
  ) {
    return (a) => {
      a.line = second.line
      const out = first + text(a, second.evaluate(a)) + third
      spendOutput(out.length)
      return out
    }
  }
  return (a) => {
    let out = ""
    for (const part of parts) {
      if (typeof part === "string") out += part
      else {
        a.line = part.line
        out += text(a, part.evaluate(a))
      }
    }
    spendOutput(out.length)
    return out
  }
}
