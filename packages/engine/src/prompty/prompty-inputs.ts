import { MillraceError, type PromptySource } from "@internal/schema"
import { type Dict, repr, type Value } from "@internal/value"

/**
 * The inputs that a prompty is rendered with (spec 1.4, call contract): the sample as a whole if nothing is given, else
 * every input given or by default; others are dropped. Nothing is cast. Fails with `PROMPTY_INPUTS_MISSING`.
 */
export function promptyInputs(source: PromptySource, given: Dict): Dict {
  if (given.size === 0 && source.sample) return source.sample.value as Dict // a sample is a mapping
  const inputs: Dict = new Map()
  const missing: string[] = []
  for (const { name, default: fallback } of source.inputs) {
    const value: Value | undefined = given.get(name)
    if (value !== undefined) inputs.set(name, value)
    else if (fallback) inputs.set(name, fallback.value)
    else missing.push(name)
  }
  if (missing.length > 0) throw new MillraceError("PROMPTY_INPUTS_MISSING", { inputs: repr(missing) })
  return inputs
}
