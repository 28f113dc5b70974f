import { MillraceError } from "@internal/schema"
import type { CacheOperations } from "./api/explain.ts"
import { configValues } from "./configuration.ts"
import type { Context } from "./context.ts"

/** Setting for the largest sum of answers that are looked for. */
const SETTING = "cache.max_size"
const DEFAULT_LIMIT = 2 ** 30
const UNITS: Record<string, number> = { "": 1, KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30 }

export function cacheOperations(context: Context): CacheOperations {
  return {
    async show() {
      const { entries, bytes, oldest } = await (await context.store()).answers.state()
      const since = oldest === null ? null : new Date(oldest).toISOString()
      return { entries, bytes, oldest: since, limit: await limitOf(context) }
    },
    clear: async () => (await context.store()).answers.clear(),
  }
}

/** Forgets the oldest answers where there are more than the setting allows. */
export async function trimCache(context: Context): Promise<void> {
  await (await context.store()).answers.trim(await limitOf(context))
}

async function limitOf(context: Context): Promise<number> {
  const value = (await configValues(context.places))[SETTING]
  if (value === undefined) return DEFAULT_LIMIT
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)\s*([KMG]B)?$/i.exec(String(value).trim()) ?? []
  const bytes = Number(number) * (UNITS[unit.toUpperCase()] ?? Number.NaN)
  if (Number.isNaN(bytes))
    throw new MillraceError("CONFIG_INVALID", {
      reason: `${SETTING} is ${value}, and not a size such as 500MB`,
    })
  return bytes
}
