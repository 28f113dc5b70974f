import { repr } from "@internal/value"
import { type FilterScope, type Operation, operation } from "../call/py-function.ts"
import { raise } from "../error.ts"
import { spendIteration } from "../limits.ts"
import { iterate } from "../values/iterate.ts"
import { generator } from "../values/iterator.ts"
import { truth } from "../values/truth.ts"
import { attributeGetter } from "./attribute-getter.ts"

type Named = Map<string, unknown>

function mapper(scope: FilterScope, args: unknown[], kwargs: Named): (item: unknown) => unknown {
  if (args.length === 0 && kwargs.has("attribute")) {
    const { attribute, default: fallback = null, ...rest } = Object.fromEntries(kwargs)
    const [unexpected] = Object.keys(rest)
    if (unexpected !== undefined) {
      raise("FilterArgumentError", `Unexpected keyword argument ${repr(unexpected)}`)
    }
    return attributeGetter(attribute, fallback)
  }
  if (args.length === 0) raise("FilterArgumentError", "map requires a filter argument")
  const [name, ...rest] = args
  return (item) => scope.filter(name, item, rest, kwargs)
}

function* map(scope: FilterScope, value: unknown, args: unknown[], kwargs: Named): Generator<unknown> {
  if (!truth(value)) return
  const apply = mapper(scope, args, kwargs)
  for (const item of iterate(value)) {
    spendIteration()
    yield apply(item)
  }
}

interface Choice {
  keep: boolean
  byAttribute: boolean
}

function* select(
  scope: FilterScope,
  value: unknown,
  args: unknown[],
  kwargs: Named,
  choice: Choice,
): Generator<unknown> {
  if (!truth(value)) return
  if (choice.byAttribute && args.length === 0) {
    raise("FilterArgumentError", "Missing parameter for attribute name")
  }
  const get = choice.byAttribute ? attributeGetter(args[0]) : (item: unknown) => item
  const [name, ...rest] = choice.byAttribute ? args.slice(1) : args
  for (const item of iterate(value)) {
    spendIteration()
    const subject = get(item)
    const hit = name === undefined ? subject : scope.test(name, subject, rest, kwargs)
    if (truth(hit) === choice.keep) yield item
  }
}

function selector(name: string, choice: Choice): Operation {
  return operation(`sync_do_${name}`, "@context, value, *args, **kwargs", (scope, value, args, kwargs) =>
    // Collectors, see Signature.bind.
    generator("select_or_reject", select(scope, value, args as unknown[], kwargs as Named, choice)),
  )
}

export const SELECT_FILTERS: Record<string, Operation> = {
  map: operation("sync_do_map", "@context, value, *args, **kwargs", (scope, value, args, kwargs) =>
    generator("sync_do_map", map(scope, value, args as unknown[], kwargs as Named)),
  ),
  select: selector("select", { keep: true, byAttribute: false }),
  reject: selector("reject", { keep: false, byAttribute: false }),
  selectattr: selector("selectattr", { keep: true, byAttribute: true }),
  rejectattr: selector("rejectattr", { keep: false, byAttribute: true }),
}
