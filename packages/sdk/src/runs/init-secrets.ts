import { SCRUBBED } from "@internal/schema"

/** Keys of model configurations among the arguments of a flex flow's class: values to mask wherever they turn up. */
export function initSecrets(init: unknown): string[] {
  if (typeof init !== "object" || init === null) return []
  const entries = init instanceof Map ? [...init.entries()] : Object.entries(init)
  return entries.flatMap(([name, value]) => (isSecret(name, value) ? [value] : initSecrets(value)))
}

/** The arguments as a run's properties show them. */
export function maskedInit(init: unknown): unknown {
  if (typeof init !== "object" || init === null) return init
  if (Array.isArray(init)) return init.map(maskedInit)
  return Object.fromEntries(
    Object.entries(init).map(([name, value]) => [name, isSecret(name, value) ? SCRUBBED : maskedInit(value)]),
  )
}

function isSecret(name: unknown, value: unknown): value is string {
  return name === "api_key" && typeof value === "string" && value !== ""
}
