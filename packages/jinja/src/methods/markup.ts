import { escaped, Markup, sameKind } from "../values/markup.ts"
import { iterate } from "../values/iterate.ts"
import { Tuple } from "../values/tuple.ts"
import { stripTags, unescapeHtml } from "../text/entities.ts"
import { words } from "../text/whitespace.ts"
import { type Method, MethodTable } from "./method.ts"
import { TEXT_METHODS } from "./text.ts"

/** Methods of `str` whose results stay `Markup`. */
const KEEP = new Set(
  (
    "capitalize casefold center expandtabs join ljust lower lstrip partition removeprefix removesuffix replace rjust " +
    "rpartition rsplit rstrip split splitlines strip swapcase title translate upper zfill"
  ).split(" "),
)
/** Which argument they escape first. */
const ESCAPED_ARGUMENT: Record<string, number> = { center: 1, ljust: 1, replace: 1, rjust: 1 }

const own = new MethodTable<Markup>("Markup")
  .none("striptags", (v) => stripTags(v.text, (s) => words(s).join(" ")))
  .none("unescape", (v) => unescapeHtml(v.text))
  .one("escape", (_, v) => new Markup(escaped(v)))

const wrapped = new Map<string, Method>()

/** The method of a `Markup`: `str`'s, with arguments escaped and results marked as MarkupSafe does. */
export function markupMethod(name: string): Method | undefined {
  const method = own.methods.get(name) ?? wrapped.get(name)
  if (method) return method
  const plain = TEXT_METHODS.methods.get(name)
  if (!plain) return undefined
  const made = wrap(plain)
  wrapped.set(name, made)
  return made
}

function wrap(plain: Method): Method {
  const { name } = plain
  const keep = KEEP.has(name)
  return {
    name,
    call(self, args, kwargs, scope) {
      const markup = self as Markup // lookup/attribute.ts only asks for a Markup's methods
      const result = plain.call(markup.text, prepared(name, args), kwargs, scope)
      return keep ? marked(markup, result) : result
    },
  }
}

function prepared(name: string, args: unknown[]): unknown[] {
  if (name === "join" && args.length === 1) return [Array.from(iterate(args[0]), escaped)]
  const at = ESCAPED_ARGUMENT[name]
  return at === undefined || args[at] === undefined ? args : args.with(at, escaped(args[at]))
}

function marked(markup: Markup, result: unknown): unknown {
  if (typeof result === "string") return sameKind(markup, result)
  if (Array.isArray(result)) return result.map((x) => new Markup(String(x)))
  return result instanceof Tuple ? new Tuple(result.items.map((x) => new Markup(String(x)))) : result
}
