/**
 * What a template does wrong, when it is compiled or rendered. `kind` and `message` are the class name and text of the
 * exception that Jinja2 3.1 raises on Python 3.11 (`TemplateSyntaxError`, `UndefinedError`, `TypeError`, …), or
 * `LimitError` for a limit of our own.
 */
export class JinjaError extends Error {
  readonly kind: string
  /** Line in the template, from 1. Missing where Jinja2 has none: Python's own errors while compiling. */
  line: number | undefined
  /** Name of the template, as given to `compile` or used by `include`, `import`, `extends`; `<template>` without one. */
  template: string | undefined

  constructor(kind: string, message: string, line?: number, template?: string) {
    super(message)
    this.name = "JinjaError"
    this.kind = kind
    this.line = line
    this.template = template
  }
}

export function raise(kind: string, message: string): never {
  throw new JinjaError(kind, message)
}

export function typeError(message: string): never {
  throw new JinjaError("TypeError", message)
}

export function valueError(message: string): never {
  throw new JinjaError("ValueError", message)
}
