import { Signature } from "../call/signature.ts"
import { JinjaError } from "../error.ts"
import { stripTags, unescapeHtml } from "../text/entities.ts"
import { words } from "../text/whitespace.ts"
import { iterate } from "../values/iterate.ts"
import { escaped, Markup } from "../values/markup.ts"
import { Tuple } from "../values/tuple.ts"
import { type Method, MethodTable } from "./method.ts"
import { TEXT_METHODS } from "./text.ts"

/** `str`'s methods that MarkupSafe wraps, with its parameters; their results stay `Markup`. */
const WRAPPED: Record<string, string> = {
  capitalize: "",
  casefold: "",
  center: "width/, fillchar?/",
  expandtabs: "tabsize?",
  join: "iterable/",
  ljust: "width/, fillchar?/",
  lower: "",
  lstrip: "chars?/",
  partition: "sep/",
  removeprefix: "prefix/",
  removesuffix: "suffix",
  replace: "old/, new/, count?/",
  rjust: "width/, fillchar?/",
  rpartition: "sep/",
  rsplit: "sep?, maxsplit?",
  rstrip: "chars?/",
  split: "sep?, maxsplit?",
  splitlines: "keepends?",
  strip: "chars?/",
  swapcase: "",
  title: "",
  translate: "table/",
  upper: "",
  zfill: "width/",
}
/** Which argument they escape first. */
const ESCAPED_ARGUMENT: Record<string, number> = { center: 1, ljust: 1, replace: 1, rjust: 1 }

const own = new MethodTable<Markup>("Markup")
  .none("striptags", (v) => stripTags(v.text, (s) => words(s).join(" ")))
  .none("unescape", (v) => unescapeHtml(v.text))
  .one("escape", (_, v) => new Markup(escaped(v)))

const made = new Map<string, Method>()

/** The method of a `Markup`: `str`'s, with arguments escaped and results marked as MarkupSafe does. */
export function markupMethod(name: string): Method | undefined {
  const known = own.methods.get(name) ?? made.get(name)
  if (known) return known
  const plain = TEXT_METHODS.methods.get(name)
  if (!plain) return undefined
  const parameters = Object.hasOwn(WRAPPED, name) ? WRAPPED[name] : undefined
  const method = parameters === undefined ? inherit(plain) : wrap(plain, parameters)
  made.set(name, method)
  return method
}

/** `lookup/attribute.ts` only asks for a Markup's methods. */
const textOf = (self: unknown) => (self as Markup).text

function inherit(plain: Method): Method {
  return {
    name: plain.name,
    call(self, args, kwargs, scope) {
      try {
        return plain.call(textOf(self), args, kwargs, scope)
      } catch (error) {
        if (!(error instanceof JinjaError)) throw error
        throw new JinjaError(error.kind, error.message.replace(/^str\./, "Markup."))
      }
    },
  }
}

function wrap(plain: Method, parameters: string): Method {
  const { name } = plain
  const signature = new Signature(`Markup.${name}`, parameters ? `@self, ${parameters}` : "@self")
  return {
    name,
    bound: true,
    call(self, args, kwargs, scope) {
      const values = signature.bind(args, kwargs)
      while (values.length > 0 && values.at(-1) === undefined) values.pop()
      return marked(plain.call(textOf(self), prepared(name, values), null, scope))
    },
  }
}

function prepared(name: string, args: unknown[]): unknown[] {
  if (name === "join") return [Array.from(iterate(args[0]), escaped)]
  const at = ESCAPED_ARGUMENT[name]
  return at === undefined || args[at] === undefined ? args : args.with(at, escaped(args[at]))
}

function marked(result: unknown): unknown {
  if (typeof result === "string") return new Markup(result)
  if (Array.isArray(result)) return result.map(marked)
  return result instanceof Tuple ? new Tuple(result.items.map(marked)) : result
}
