/** How a variable gets its value when its scope is entered. */
export type Load =
  | { how: "parameter" }
  | { how: "resolve"; name: string }
  | { how: "alias"; of: Variable }
  | { how: "undefined" }

/** One variable of the compiled template: a name at a nesting level. Equal levels and names share a place. */
export interface Variable {
  readonly id: string
  readonly name: string
}

/**
 * The names known in one scope and where their values come from. Follows Jinja2's analysis exactly, since it decides
 * what a name means before and after a `set`, in branches, loops and macros.
 */
export class Symbols {
  readonly level: number
  readonly parent: Symbols | null
  refs = new Map<string, Variable>()
  loads = new Map<string, { variable: Variable; load: Load }>()
  stores = new Set<string>()

  constructor(parent: Symbols | null = null, level = parent ? parent.level + 1 : 0) {
    this.parent = parent
    this.level = level
  }

  #define(name: string, load: Load): Variable {
    const variable = { id: `${this.level} ${name}`, name }
    this.refs.set(name, variable)
    this.loads.set(variable.id, { variable, load })
    return variable
  }

  findLoad(id: string): Load | undefined {
    return this.loads.get(id)?.load ?? this.parent?.findLoad(id)
  }

  findRef(name: string): Variable | undefined {
    return this.refs.get(name) ?? this.parent?.findRef(name)
  }

  ref(name: string): Variable {
    const variable = this.findRef(name)
    if (!variable) throw new TypeError(`the scope analysis has missed ${name}`)
    return variable
  }

  copy(): Symbols {
    const copy = new Symbols(this.parent, this.level)
    copy.refs = new Map(this.refs)
    copy.loads = new Map(this.loads)
    copy.stores = new Set(this.stores)
    return copy
  }

  store(name: string): void {
    this.stores.add(name)
    if (this.refs.has(name)) return
    const outer = this.parent?.findRef(name)
    this.#define(name, outer ? { how: "alias", of: outer } : { how: "undefined" })
  }

  declareParameter(name: string): Variable {
    this.stores.add(name)
    return this.#define(name, { how: "parameter" })
  }

  load(name: string): void {
    if (!this.findRef(name)) this.#define(name, { how: "resolve", name })
  }

  /** Takes over what the branches of an `if` have found; what only some of them set is looked up outside first. */
  mergeBranches(branches: readonly Symbols[]): void {
    const stored = new Set(branches.flatMap((branch) => [...branch.stores]))
    for (const name of this.stores) stored.delete(name)
    for (const branch of branches) {
      for (const [name, variable] of branch.refs) this.refs.set(name, variable)
      for (const [id, entry] of branch.loads) this.loads.set(id, entry)
      for (const name of branch.stores) this.stores.add(name)
    }
    for (const name of stored) {
      const variable = this.ref(name)
      const outer = this.parent?.findRef(name)
      const load: Load = outer ? { how: "alias", of: outer } : { how: "resolve", name }
      this.loads.set(variable.id, { variable, load })
    }
  }

  /** Every name set here or outside, with its variable: the local context for includes and scoped blocks. */
  storedVariables(): Map<string, Variable> {
    const all = new Map<string, Variable>()
    for (let symbols: Symbols | null = this; symbols; symbols = symbols.parent) {
      for (const name of [...symbols.stores].sort()) {
        const variable = this.findRef(name)
        if (variable && !all.has(name)) all.set(name, variable)
      }
    }
    return all
  }

  parameterIds(): Set<string> {
    const ids = new Set<string>()
    for (const [id, { load }] of this.loads) if (load.how === "parameter") ids.add(id)
    return ids
  }
}
