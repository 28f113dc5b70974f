import type { Dict } from "@internal/value"

/** `over` laid over `base`: mappings are merged at every depth, anything else is replaced (spec 1.4, overrides). */
export function mergeSettings(base: Dict, over: Dict): Dict {
  const merged = new Map(base)
  for (const [key, value] of over) {
    const old = merged.get(key)
    merged.set(key, value instanceof Map && old instanceof Map ? mergeSettings(old, value) : value)
  }
  return merged
}
