import { repr } from "@internal/value"
import type { ForeignObject } from "../values/foreign.ts"
import { Context } from "./context.ts"
import type { Environment, LoadedTemplate } from "./environment.ts"

const NOTHING: ReadonlyMap<string, unknown> = new Map()

/** A context for a template that starts with its own blocks. */
export function newContext(
  environment: Environment,
  template: LoadedTemplate,
  variables: ReadonlyMap<string, unknown>,
): Context {
  const blocks = new Map(Array.from(template.blocks, ([name, body]) => [name, [body]]))
  return new Context(environment, template.name, variables, blocks)
}

/** An imported template: its exported names, and its text as `str()`. */
export class TemplateModule implements ForeignObject {
  readonly pyType = "TemplateModule"
  readonly pyModule = "jinja2.environment"
  readonly name: string | undefined
  readonly text: string
  readonly exports: ReadonlyMap<string, unknown>

  constructor(template: LoadedTemplate, context: Context) {
    this.name = template.name
    this.text = template.root(context)
    this.exports = new Map(Array.from(context.exported, (name) => [name, context.vars.get(name)] as const))
  }

  /** The module of an import without context. */
  static shared(environment: Environment, template: LoadedTemplate): TemplateModule {
    const known = environment.modules.get(template)
    if (known instanceof TemplateModule) return known
    const made = new TemplateModule(template, newContext(environment, template, NOTHING))
    environment.modules.set(template, made)
    return made
  }

  pyGetAttr(name: string): unknown {
    return this.exports.get(name)
  }
  pyStr(): string {
    return this.text
  }
  pyHtml(): string {
    return this.text
  }
  pyRepr(): string {
    return `<TemplateModule ${this.name === undefined ? "memory:0" : repr(this.name)}>`
  }
}
