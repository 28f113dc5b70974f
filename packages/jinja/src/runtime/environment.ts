import type { Operation } from "../call/py-function.ts"
import type { BlockBody, Context } from "./context.ts"

/** A compiled template as other templates use it. */
export interface LoadedTemplate {
  readonly name: string | undefined
  readonly blocks: ReadonlyMap<string, BlockBody>
  /** Writes the template in this context. */
  root(context: Context): string
}

/** What one rendering shares between its templates. */
export interface Environment {
  readonly filters: ReadonlyMap<string, Operation>
  readonly tests: ReadonlyMap<string, Operation>
  readonly globals: ReadonlyMap<string, unknown>
  /** The template a statement names; fails as Jinja2 does when there is none. */
  getTemplate(name: unknown): LoadedTemplate
  /** The first one that exists. */
  selectTemplate(names: unknown): LoadedTemplate
  /** The module of an import without context, made once a rendering. */
  readonly modules: Map<LoadedTemplate, unknown>
  random(): number
}
