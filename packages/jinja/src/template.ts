import { type CompiledTemplate, compileTemplate } from "./compiler/template.ts"
import { JinjaError, raise, typeError } from "./error.ts"
import { FILTERS } from "./filters/registry.ts"
import { makeGlobals } from "./globals.ts"
import { DEFAULT_LIMITS, type Limits, withLimits } from "./limits.ts"
import { seededRandom } from "./random.ts"
import type { Environment, LoadedTemplate } from "./runtime/environment.ts"
import { newContext } from "./runtime/module.ts"
import { UNNAMED } from "./runtime/run.ts"
import { parse } from "./syntax/parser.ts"
import { TESTS } from "./tests.ts"
import { checkHashable } from "./values/dict.ts"
import { iterate } from "./values/iterate.ts"
import { isStr, textOf } from "./values/markup.ts"
import { str } from "./values/text.ts"
import { truth } from "./values/truth.ts"
import { Undefined } from "./values/undefined.ts"

export interface CompileOptions {
  /** Name in error messages. Prompt flow gives none, and so do its messages: leave it out to match them. */
  name?: string
  /** Source of a template that `include`, `import` or `extends` names; undefined when there is none. */
  loader?: (name: string) => string | undefined
  /** Drop the first newline after a block tag. Default true, as in prompt flow. */
  trimBlocks?: boolean
  /** Drop the blanks before a block tag that starts a line. Default false. */
  lstripBlocks?: boolean
  /** Keep a newline at the very end. Default true, as in prompt flow. */
  keepTrailingNewline?: boolean
  /** Limit ranges to 100,000 items as Jinja2's sandbox does. Attributes are always sandboxed. Default true. */
  sandbox?: boolean
  /** What one rendering may use. */
  limits?: Partial<Limits>
}

/** A compiled template; rendering does not change it. */
export class Template {
  readonly name: string | undefined
  readonly #library: Library
  readonly #compiled: CompiledTemplate

  constructor(library: Library, compiled: CompiledTemplate) {
    this.name = compiled.name
    this.#library = library
    this.#compiled = compiled
  }

  /**
   * Renders with these variables, which are values of the exact model or `ForeignObject`s. A variable that is
   * `undefined` counts as not given. Fails with a `JinjaError`.
   */
  render(variables: ReadonlyMap<string, unknown> | Record<string, unknown>): string {
    const given = variables instanceof Map ? variables : new Map(Object.entries(variables))
    return withLimits(this.#library.limits, () => {
      const rendering = new Rendering(this.#library)
      return this.#compiled.root(newContext(rendering, this.#compiled, given))
    })
  }
}

/** Compiles a template (spec engine.md §5.2). Fails with a `JinjaError`. */
export function compile(source: string, options: CompileOptions = {}): Template {
  const library = new Library(options)
  return new Template(library, library.compile(source, options.name))
}

const SANDBOXED = makeGlobals(true)
const UNLIMITED = makeGlobals(false)

/** The options of a template and the templates it has loaded. */
export class Library {
  readonly limits: Limits
  readonly globals: ReadonlyMap<string, unknown>
  readonly #options: CompileOptions
  readonly #loaded = new Map<string, CompiledTemplate>()

  constructor(options: CompileOptions) {
    this.#options = options
    this.limits = { ...DEFAULT_LIMITS, ...options.limits }
    this.globals = options.sandbox === false ? UNLIMITED : SANDBOXED
  }

  compile(source: string, name: string | undefined): CompiledTemplate {
    const { trimBlocks = true, lstripBlocks = false, keepTrailingNewline = true } = this.#options
    try {
      return withLimits(this.limits, () =>
        compileTemplate(parse(source, { trimBlocks, lstripBlocks, keepTrailingNewline }), name),
      )
    } catch (error) {
      if (error instanceof JinjaError && error.line !== undefined) error.template ??= name ?? UNNAMED
      if (error instanceof RangeError)
        throw new JinjaError("RecursionError", "maximum recursion depth exceeded")
      throw error
    }
  }

  /** A template by name, or undefined where the loader has none. */
  load(name: string): CompiledTemplate | undefined {
    const known = this.#loaded.get(name)
    if (known) return known
    if (!this.#options.loader) typeError("no loader for this environment specified")
    const source = this.#options.loader(name)
    if (source === undefined) return undefined
    const compiled = this.compile(source, name)
    this.#loaded.set(name, compiled)
    return compiled
  }

  get canLoad(): boolean {
    return this.#options.loader !== undefined
  }
}

/** One rendering, as its templates see it. */
class Rendering implements Environment {
  readonly filters = FILTERS
  readonly tests = TESTS
  readonly globals: ReadonlyMap<string, unknown>
  readonly modules = new Map<LoadedTemplate, unknown>()
  readonly #library: Library
  #random: (() => number) | undefined

  constructor(library: Library) {
    this.#library = library
    this.globals = library.globals
  }

  random(): number {
    this.#random ??= seededRandom(1)
    return this.#random()
  }

  #find(name: unknown): LoadedTemplate | undefined {
    if (!this.#library.canLoad) typeError("no loader for this environment specified")
    checkHashable(name)
    return isStr(name) ? this.#library.load(textOf(name)) : undefined
  }

  getTemplate(name: unknown): LoadedTemplate {
    const found = this.#find(name)
    if (found) return found
    if (name instanceof Undefined) name.fail()
    raise("TemplateNotFound", str(name))
  }

  selectTemplate(names: unknown): LoadedTemplate {
    if (names instanceof Undefined) names.fail()
    if (!truth(names)) raise("TemplatesNotFound", "Tried to select from an empty list of templates.")
    const tried: string[] = []
    for (const name of iterate(names)) {
      const found = this.#find(name)
      if (found) return found
      tried.push(name instanceof Undefined ? name.message : str(name))
    }
    raise("TemplatesNotFound", `none of the templates given were found: ${tried.join(", ")}`)
  }
}
