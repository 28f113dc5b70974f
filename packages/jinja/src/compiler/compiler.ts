import { JinjaError } from "../error.ts"
import type { Activation, Evaluate, Execute } from "../runtime/activation.ts"
import type { Variable } from "../scope/symbols.ts"
import type { Block, Expr, Stmt } from "../syntax/ast.ts"
import { MISSING } from "../values/undefined.ts"
import type { Frame } from "./frame.ts"

/** Stops compiling the rest of a body that can never run. */
export class Unreachable extends Error {
  /** What has been compiled of it. */
  readonly run: Execute
  constructor(run: Execute) {
    super("unreachable")
    this.run = run
  }
}

export type Write = (activation: Activation, value: unknown) => void

/** State and services shared by the parts of the compiler. */
export class Compiler {
  /** Name of the template in messages. */
  readonly name: string | undefined
  readonly blocks = new Map<string, Block>()
  /** Names looked up in what the template is given. */
  readonly resolved = new Set<string>()
  readonly #expression: (compiler: Compiler, node: Expr, frame: Frame) => Evaluate
  readonly #statement: (compiler: Compiler, node: Stmt, frame: Frame) => Execute
  extendsSoFar = 0
  hasKnownExtends = false
  hasExtends = false
  /** The line that running code belongs to, kept as Jinja2's generator keeps its debug information. */
  line = 0
  /** Names assigned by the `set` being compiled. */
  readonly assigned: Set<string>[] = []
  /** Parameters of the macro being compiled that have no value yet. */
  readonly unset: Set<string>[] = []

  constructor(
    name: string | undefined,
    expression: (compiler: Compiler, node: Expr, frame: Frame) => Evaluate,
    statement: (compiler: Compiler, node: Stmt, frame: Frame) => Execute,
  ) {
    this.name = name
    this.#expression = expression
    this.#statement = statement
  }

  expression(node: Expr, frame: Frame): Evaluate {
    return this.#expression(this, node, frame)
  }

  /** A sequence of statements. */
  body(nodes: readonly Stmt[], frame: Frame): Execute {
    const parts: Execute[] = []
    for (const node of nodes) {
      try {
        parts.push(this.#statement(this, node, frame))
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error
        parts.push(error.run)
        break
      }
    }
    return sequence(parts)
  }

  /** Marks the code that follows as belonging to this line and returns it. */
  at(line: number): number {
    this.line = line
    return line
  }

  fail(message: string, line: number): never {
    throw new JinjaError("TemplateAssertionError", message, line)
  }

  /** Reads a variable as it is: `MISSING` when it has no value. */
  read(variable: Variable, frame: Frame): Evaluate {
    const { depth, slot } = frame.scope.find(variable)
    if (depth === 0) return (a) => a.slots[slot]
    if (depth === 1) return (a) => a.outer?.slots[slot]
    return (a) => outward(a, depth).slots[slot]
  }

  write(variable: Variable, frame: Frame): Write {
    const { depth, slot } = frame.scope.find(variable)
    if (depth === 0) {
      return (a, value) => {
        a.slots[slot] = value
      }
    }
    return (a, value) => {
      outward(a, depth).slots[slot] = value
    }
  }

  /** Gives the variables of a scope their first values. Its places are taken even where there is nothing to run. */
  enter(frame: Frame): (a: Activation) => void {
    const steps: ((a: Activation) => void)[] = []
    const blank: number[] = []
    for (const { variable, load } of frame.symbols.loads.values()) {
      const slot = frame.scope.define(variable)
      if (load.how === "undefined") blank.push(slot)
      else if (load.how === "resolve") {
        const { name } = load
        this.resolved.add(name)
        steps.push((a) => {
          a.slots[slot] = a.context.resolve(name)
        })
      } else if (load.how === "alias") {
        const read = this.read(load.of, frame)
        steps.push((a) => {
          a.slots[slot] = read(a)
        })
      }
    }
    for (const slot of blank) {
      steps.push((a) => {
        a.slots[slot] = MISSING
      })
    }
    return all(steps)
  }

  /** Forgets the variables of a scope that shares its function with others. */
  leave(frame: Frame): (a: Activation) => void {
    const slots = Array.from(frame.symbols.loads.values(), ({ variable }) => frame.scope.define(variable))
    if (slots.length === 0) return () => {}
    return (a) => {
      for (const slot of slots) a.slots[slot] = MISSING
    }
  }

  /** The variables set so far, for templates and blocks that are given the local context. */
  locals(frame: Frame): (a: Activation) => Map<string, unknown> {
    const reads = Array.from(
      frame.symbols.storedVariables(),
      ([name, variable]) => [name, this.read(variable, frame)] as const,
    )
    return (a) => new Map(reads.map(([name, read]) => [name, read(a)]))
  }
}

function outward(a: Activation, depth: number): Activation {
  let at: Activation = a
  for (let i = 0; i < depth && at.outer; i++) at = at.outer
  return at
}

function all(steps: ((a: Activation) => void)[]): (a: Activation) => void {
  const [first, second] = steps
  if (!first) return () => {}
  if (!second) return first
  return (a) => {
    for (const step of steps) step(a)
  }
}

export function sequence(parts: readonly Execute[]): Execute {
  const [first, second, third] = parts
  if (!first) return () => ""
  if (!second) return first
  if (!third) return (a) => first(a) + second(a)
  return (a) => {
    let out = ""
    for (const part of parts) out += part(a)
    return out
  }
}
