import { repr } from "@internal/value"
import { typeError } from "../error.ts"
import { enter, leave } from "../limits.ts"
import type { ForeignObject, Kwargs } from "../values/foreign.ts"
import { isStr, Markup, textOf } from "../values/markup.ts"
import { Undefined } from "../values/undefined.ts"
import type { BlockBody, Context } from "./context.ts"

/** Writes a block, one level deeper. */
export function runBlock(body: BlockBody, context: Context): string {
  enter()
  try {
    return body(context)
  } finally {
    leave()
  }
}

function noParent(name: string): Undefined {
  return Undefined.hinted(`there is no parent block called ${repr(name)}.`, "super")
}

/** One version of a block: `self.name` or `super`. */
export class BlockReference implements ForeignObject {
  readonly pyType = "BlockReference"
  readonly pyModule = "jinja2.runtime"
  readonly name: string
  readonly context: Context
  readonly bodies: readonly BlockBody[]
  readonly depth: number

  constructor(name: string, context: Context, bodies: readonly BlockBody[], depth: number) {
    this.name = name
    this.context = context
    this.bodies = bodies
    this.depth = depth
  }

  /** The version of the block that `current` has replaced. */
  static super(name: string, context: Context, current: BlockBody): BlockReference | Undefined {
    const bodies = context.blocks.get(name) ?? []
    const depth = bodies.indexOf(current) + 1
    return depth === 0 || depth >= bodies.length
      ? noParent(name)
      : new BlockReference(name, context, bodies, depth)
  }

  pyGetAttr(name: string): unknown {
    if (name === "super") {
      if (this.depth + 1 >= this.bodies.length) return noParent(this.name)
      return new BlockReference(this.name, this.context, this.bodies, this.depth + 1)
    }
    return name === "name" ? this.name : undefined
  }

  pyCall(args: unknown[], kwargs: Kwargs): unknown {
    const given = args.length + (kwargs?.size ?? 0)
    if (given > 0)
      typeError(`BlockReference.__call__() takes 1 positional argument but ${given + 1} were given`)
    const text = runBlock(this.bodies[this.depth] as BlockBody, this.context)
    return this.context.autoescape ? new Markup(text) : text
  }

  pyRepr(): string {
    return "<jinja2.runtime.BlockReference object at 0x0>"
  }
}

/** `self`. */
export class TemplateReference implements ForeignObject {
  readonly pyType = "TemplateReference"
  readonly pyModule = "jinja2.runtime"
  readonly context: Context

  constructor(context: Context) {
    this.context = context
  }

  pyGetItem(key: unknown): unknown {
    const bodies = isStr(key) ? this.context.blocks.get(textOf(key)) : undefined
    return bodies && isStr(key) ? new BlockReference(textOf(key), this.context, bodies, 0) : undefined
  }
  pyRepr(): string {
    return `<TemplateReference ${repr(this.context.name ?? null)}>`
  }
}
