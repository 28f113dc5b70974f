import { Library } from "./template.ts"

/** A variable that a template takes from its inputs. */
export interface TemplateVariable {
  readonly name: string
  /** Whether it stands in a `![image]({{ name }})` placeholder. */
  readonly image: boolean
}

const IMAGE = /!\[\s*image\s*\]\(\{\{\s*([^{}]+)\s*\}\}\)/g

/**
 * The variables a template needs, in order of their first occurrence in its text (spec engine.md §5.2). A placeholder's
 * expression counts as a name as it stands. Fails with a `JinjaError` when the template does not compile.
 */
export function variables(source: string): TemplateVariable[] {
  const library = new Library({})
  const names = Array.from(library.compile(source, undefined).undeclared).filter(
    (name) => !library.globals.has(name),
  )
  const images = new Set(Array.from(source.matchAll(IMAGE), (match) => (match[1] as string).trim()))
  const ordered = names.sort((a, b) => source.indexOf(a) - source.indexOf(b) || a.length - b.length)
  return [...new Set([...ordered, ...images])].map((name) => ({ name, image: images.has(name) }))
}
