import { Symbols, type Variable } from "../scope/symbols.ts"

/** What `autoescape` is known to be while compiling; volatile where only a rendering can tell. */
export interface EscapeKnowledge {
  autoescape: boolean
  volatile: boolean
}

/** The variables of one compiled function: their places in its activation's slots. */
export class FunctionScope {
  readonly outer: FunctionScope | null
  readonly places = new Map<string, number>()
  size = 0

  constructor(outer: FunctionScope | null) {
    this.outer = outer
  }

  /** A slot without a name. */
  temporary(): number {
    return this.size++
  }

  define(variable: Variable): number {
    const known = this.places.get(variable.id)
    if (known !== undefined) return known
    const place = this.size++
    this.places.set(variable.id, place)
    return place
  }

  /** Where a variable is: how many functions out, and its slot there. */
  find(variable: Variable): { depth: number; slot: number } {
    let depth = 0
    for (let scope: FunctionScope | null = this; scope; scope = scope.outer) {
      const slot = scope.places.get(variable.id)
      if (slot !== undefined) return { depth, slot }
      depth++
    }
    return { depth: 0, slot: this.define(variable) }
  }
}

/** A scope while compiling; what Jinja2's code generator calls a frame. */
export class Frame {
  readonly escaping: EscapeKnowledge
  readonly symbols: Symbols
  readonly scope: FunctionScope
  /** Prints only where no parent template has been named. */
  checksOutput = false
  toplevel = false
  /** At the top level and outside of conditions. */
  root = false
  loop = false
  block = false
  /** Inside a condition: unknown filters fail when they are reached, not before. */
  soft = false
  /** Slot with the text of the block around, for filters without a subject. */
  captured: number | undefined

  constructor(escaping: EscapeKnowledge, scope: FunctionScope, symbols: Symbols = new Symbols()) {
    this.escaping = escaping
    this.scope = scope
    this.symbols = symbols
  }

  /** A scope inside this one, in the same compiled function unless another is given. */
  inner(scope = this.scope): Frame {
    const frame = new Frame(this.escaping, scope, new Symbols(this.symbols))
    frame.checksOutput = this.checksOutput
    frame.captured = this.captured
    return frame
  }

  /** The same scope inside a condition. */
  softened(): Frame {
    const frame = new Frame(this.escaping, this.scope, this.symbols.copy())
    Object.assign(frame, {
      checksOutput: this.checksOutput,
      toplevel: this.toplevel,
      loop: this.loop,
      block: this.block,
      captured: this.captured,
      soft: true,
    })
    return frame
  }
}
