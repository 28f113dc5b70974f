import { typeName } from "@internal/value"
import { PyFunction } from "./call/py-function.ts"
import { Signature } from "./call/signature.ts"
import { raise, typeError, valueError } from "./error.ts"
import { checkList } from "./limits.ts"
import { lipsum } from "./lipsum.ts"
import { fromKeys, makeDict } from "./methods/dict.ts"
import { Namespace } from "./runtime/namespace.ts"
import { NativeMethod } from "./runtime/native-method.ts"
import type { ForeignObject, Kwargs, Scope } from "./values/foreign.ts"
import { isIndex } from "./values/number.ts"
import { Range } from "./values/range.ts"
import { truth } from "./values/truth.ts"
import { Tuple } from "./values/tuple.ts"

const MAX_RANGE = 100_000

function makeRange(args: unknown[], limited: boolean): Range {
  if (args.length === 0) typeError("range expected at least 1 argument, got 0")
  if (args.length > 3) typeError(`range expected at most 3 arguments, got ${args.length}`)
  const bounds = args.map((v) =>
    isIndex(v) ? Number(v) : typeError(`'${typeName(v)}' object cannot be interpreted as an integer`),
  )
  const [first = 0, second, step = 1] = bounds
  if (step === 0) valueError("range() arg 3 must not be zero")
  const range = second === undefined ? new Range(0, first, 1) : new Range(first, second, step)
  if (limited && range.length > MAX_RANGE) {
    raise("OverflowError", `Range too big. The sandbox blocks ranges larger than MAX_RANGE (${MAX_RANGE}).`)
  }
  checkList(range.length)
  return range
}

/** `cycler(…)`. */
class Cycler implements ForeignObject {
  readonly pyType = "Cycler"
  readonly pyModule = "jinja2.utils"
  readonly items: Tuple
  position = 0

  constructor(items: unknown[]) {
    if (items.length === 0) raise("RuntimeError", "at least one item has to be provided")
    this.items = new Tuple(items)
  }

  pyGetAttr(name: string): unknown {
    switch (name) {
      case "items":
        return this.items
      case "pos":
        return this.position
      case "current":
        return this.items.items[this.position]
      case "next":
        return new NativeMethod("Cycler.next", "", () => {
          const item = this.items.items[this.position]
          this.position = (this.position + 1) % this.items.items.length
          return item
        })
      case "reset":
        return new NativeMethod("Cycler.reset", "", () => {
          this.position = 0
          return null
        })
    }
    return undefined
  }
  pyRepr(): string {
    return "<jinja2.utils.Cycler object at 0x0>"
  }
}

/** `joiner(…)`: nothing at the first call, then the separator. */
class Joiner implements ForeignObject {
  readonly pyType = "Joiner"
  readonly pyModule = "jinja2.utils"
  readonly separator: unknown
  used = false

  constructor(separator: unknown) {
    this.separator = separator
  }

  pyCall(args: unknown[], kwargs: Kwargs): unknown {
    const given = args.length + (kwargs?.size ?? 0)
    if (given > 0) typeError(`Joiner.__call__() takes 1 positional argument but ${given + 1} were given`)
    if (this.used) return this.separator
    this.used = true
    return ""
  }
  pyGetAttr(name: string): unknown {
    if (name === "sep") return this.separator
    return name === "used" ? this.used : undefined
  }
  pyRepr(): string {
    return "<jinja2.utils.Joiner object at 0x0>"
  }
}

/** A Python class as a global. */
class PyClass implements ForeignObject {
  readonly pyType = "type"
  readonly #name: string
  readonly #make: (args: unknown[], kwargs: Kwargs, scope: Scope) => unknown

  constructor(name: string, make: (args: unknown[], kwargs: Kwargs, scope: Scope) => unknown) {
    this.#name = name
    this.#make = make
  }

  pyCall(args: unknown[], kwargs: Kwargs, scope: Scope): unknown {
    return this.#make(args, kwargs, scope)
  }
  pyGetAttr(name: string): unknown {
    if (this.#name !== "dict" || name !== "fromkeys") return undefined
    return new NativeMethod("fromkeys", "iterable, value?", (keys, value = null) => fromKeys(keys, value))
  }
  pyRepr(): string {
    return `<class '${this.#name}'>`
  }
}

const joinerSignature = new Signature("Joiner.__init__", "@self, sep?")
const lipsumSignature = new Signature("generate_lorem_ipsum", "n?, html?, min?, max?")

/** Jinja2's globals. The sandbox limits ranges to 100,000 items. */
export function makeGlobals(sandbox: boolean): ReadonlyMap<string, unknown> {
  const rangeSignature = new Signature("safe_range", "*args")
  return new Map<string, unknown>([
    ["range", new PyFunction(rangeSignature, (_, args) => makeRange(args as unknown[], sandbox))], // a collector
    ["dict", new PyClass("dict", makeDict)],
    [
      "namespace",
      new PyClass("jinja2.utils.Namespace", (args, kwargs) => new Namespace(makeDict(args, kwargs))),
    ],
    [
      "cycler",
      new PyClass("jinja2.utils.Cycler", (args, kwargs) => {
        for (const [name] of kwargs ?? [])
          typeError(`Cycler.__init__() got an unexpected keyword argument '${name}'`)
        return new Cycler(args)
      }),
    ],
    [
      "joiner",
      new PyClass(
        "jinja2.utils.Joiner",
        (args, kwargs) => new Joiner(joinerSignature.bind(args, kwargs)[0] ?? ", "),
      ),
    ],
    [
      "lipsum",
      new PyFunction(lipsumSignature, (_, n = 5, html = true, min = 20, max = 100) =>
        lipsum(n, truth(html), min, max),
      ),
    ],
  ])
}
