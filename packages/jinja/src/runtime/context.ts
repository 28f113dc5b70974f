import { repr } from "@internal/value"
import type { FilterScope, Operation } from "../call/py-function.ts"
import { raise } from "../error.ts"
import { checkHashable } from "../values/dict.ts"
import type { Kwargs } from "../values/foreign.ts"
import { isStr, textOf } from "../values/markup.ts"
import { MISSING, Undefined } from "../values/undefined.ts"
import type { Environment } from "./environment.ts"

/** A block's compiled body. */
export type BlockBody = (context: Context) => string

/** Whether `{% autoescape %}` is on; shared by contexts derived from each other. */
export interface EscapeState {
  autoescape: boolean
}

/** The variables a template sees: what it was given, what it has set at its top level, and the globals. */
export class Context implements FilterScope {
  readonly environment: Environment
  readonly parent: ReadonlyMap<string, unknown>
  readonly name: string | undefined
  /** Set by the template at its top level. */
  readonly vars = new Map<string, unknown>()
  readonly exported = new Set<string>()
  readonly blocks: Map<string, BlockBody[]>
  readonly escaping: EscapeState

  constructor(
    environment: Environment,
    name: string | undefined,
    parent: ReadonlyMap<string, unknown>,
    blocks: Map<string, BlockBody[]>,
    escaping: EscapeState = { autoescape: false },
  ) {
    this.environment = environment
    this.name = name
    this.parent = parent
    this.blocks = blocks
    this.escaping = escaping
  }

  get autoescape(): boolean {
    return this.escaping.autoescape
  }

  /** The value of a name, or `MISSING`. */
  resolve(name: string): unknown {
    if (this.vars.size > 0) {
      const own = this.vars.get(name)
      if (own !== undefined) return own
    }
    const given = this.parent.get(name)
    if (given !== undefined) return given
    const global = this.environment.globals.get(name)
    return global === undefined ? MISSING : global
  }

  /** Every variable but the globals, the template's own first. */
  all(): ReadonlyMap<string, unknown> {
    return this.vars.size === 0 ? this.parent : new Map([...this.parent, ...this.vars])
  }

  /** All variables with local ones on top, for includes and imports. */
  allWith(locals: ReadonlyMap<string, unknown>): ReadonlyMap<string, unknown> {
    if (locals.size === 0) return this.all()
    const merged = new Map(this.all())
    for (const [name, value] of locals) if (value !== MISSING) merged.set(name, value)
    return merged
  }

  /** A context of the same template with local variables on top, for scoped blocks. */
  derived(locals: ReadonlyMap<string, unknown>): Context {
    const blocks = new Map(Array.from(this.blocks, ([name, bodies]) => [name, [...bodies]]))
    return new Context(this.environment, this.name, this.allWith(locals), blocks, this.escaping)
  }

  filter(name: unknown, value: unknown, args: unknown[], kwargs: Kwargs): unknown {
    return this.#apply("filter", this.environment.filters, name, value, args, kwargs)
  }

  test(name: unknown, value: unknown, args: unknown[], kwargs: Kwargs): unknown {
    return this.#apply("test", this.environment.tests, name, value, args, kwargs)
  }

  random(): number {
    return this.environment.random()
  }

  #apply(
    type: "filter" | "test",
    known: ReadonlyMap<string, Operation>,
    name: unknown,
    value: unknown,
    args: unknown[],
    kwargs: Kwargs,
  ): unknown {
    checkHashable(name)
    const operation = isStr(name) ? known.get(textOf(name)) : undefined
    if (!operation) raise("TemplateRuntimeError", `No ${type} named ${repr(name)}.${hint(name)}`)
    return operation.run(this, ...operation.bind([value, ...args], kwargs))
  }
}

function hint(name: unknown): string {
  return name instanceof Undefined ? ` (${name.message}; did you forget to quote the callable name?)` : ""
}
