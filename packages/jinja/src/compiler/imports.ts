import { repr } from "@internal/value"
import { JinjaError } from "../error.ts"
import { enter, leave } from "../limits.ts"
import type { Activation, Execute } from "../runtime/activation.ts"
import type { LoadedTemplate } from "../runtime/environment.ts"
import { newContext, TemplateModule } from "../runtime/module.ts"
import type { FromImport, Import, Include } from "../syntax/ast.ts"
import { isStr } from "../values/markup.ts"
import { Undefined } from "../values/undefined.ts"
import type { Compiler } from "./compiler.ts"
import type { Frame } from "./frame.ts"

/** Runs other templates one level deeper. */
function deeper<T>(work: () => T): T {
  enter()
  try {
    return work()
  } finally {
    leave()
  }
}

/** Which template an `include` means: one by name, or the first that exists. */
function compileChoice(compiler: Compiler, node: Include, frame: Frame): (a: Activation) => LoadedTemplate {
  const template = compiler.expression(node.template, frame)
  const list = node.template.kind === "Tuple" || node.template.kind === "List"
  return (a) => {
    const { environment } = a.context
    const wanted = template(a)
    const single = !list && (isStr(wanted) || wanted instanceof Undefined)
    return single ? environment.getTemplate(wanted) : environment.selectTemplate(wanted)
  }
}

export function compileInclude(compiler: Compiler, node: Include, frame: Frame): Execute {
  const line = compiler.at(node.line)
  const choose = compileChoice(compiler, node, frame)
  const locals = compiler.locals(frame)
  const { ignoreMissing, withContext } = node
  return (a) => {
    a.line = line
    let template: LoadedTemplate
    try {
      template = choose(a)
    } catch (error) {
      if (ignoreMissing && isMissing(error)) return ""
      throw error
    }
    const { environment } = a.context
    return deeper(() => {
      if (!withContext) return TemplateModule.shared(environment, template).text
      return template.root(newContext(environment, template, a.context.allWith(locals(a))))
    })
  }
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof JinjaError && (error.kind === "TemplateNotFound" || error.kind === "TemplatesNotFound")
  )
}

function compileModule(
  compiler: Compiler,
  node: Import | FromImport,
  frame: Frame,
): (a: Activation) => TemplateModule {
  const template = compiler.expression(node.template, frame)
  const locals = compiler.locals(frame)
  const { withContext } = node
  return (a) => {
    const { environment } = a.context
    const loaded = environment.getTemplate(template(a))
    return deeper(() => {
      if (!withContext) return TemplateModule.shared(environment, loaded)
      return new TemplateModule(loaded, newContext(environment, loaded, a.context.allWith(locals(a))))
    })
  }
}

export function compileImport(compiler: Compiler, node: Import, frame: Frame): Execute {
  const line = compiler.at(node.line)
  const module = compileModule(compiler, node, frame)
  const write = compiler.write(frame.symbols.ref(node.target), frame)
  const { target } = node
  return (a) => {
    a.line = line
    const value = module(a)
    if (frame.toplevel) {
      a.context.vars.set(target, value)
      a.context.exported.delete(target)
    }
    write(a, value)
    return ""
  }
}

export function compileFromImport(compiler: Compiler, node: FromImport, frame: Frame): Execute {
  const line = compiler.at(node.line)
  const module = compileModule(compiler, node, frame)
  const place = `line ${node.line}${compiler.name === undefined ? "" : ` in ${repr(compiler.name)}`}`
  const names = node.names.map(({ name, alias }) => ({
    name,
    alias,
    write: compiler.write(frame.symbols.ref(alias), frame),
  }))
  return (a) => {
    a.line = line
    const source = module(a)
    for (const { name, alias, write } of names) {
      const value = source.pyGetAttr(name) ?? missing(source, name, place)
      write(a, value)
      if (!frame.toplevel) continue
      a.context.vars.set(alias, value)
      a.context.exported.delete(alias)
    }
    return ""
  }
}

function missing(module: TemplateModule, name: string, place: string): unknown {
  if (module.exports.has(name)) return null
  const owner = repr(module.name ?? null)
  const hint = `the template ${owner} (imported on ${place}) does not export the requested name ${repr(name)}`
  return Undefined.hinted(hint, name)
}
