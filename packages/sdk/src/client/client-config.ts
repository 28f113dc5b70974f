import { MillraceError } from "@internal/schema"
import type { Operation } from "./client-operation.ts"

/** `Configuration`. */
export const CONFIG_CALLS: Record<string, Operation> = {
  "config.all": (api) => api.config.all(),
  "config.set": (api, { key, value }) => {
    if (typeof value === "object" && value !== null)
      throw new MillraceError("CONFIG_INVALID", { reason: `${key} is set to a section, not a value` })
    return api.config.set(String(key), value as string) // other plain values stay what they are in the file
  },
}
