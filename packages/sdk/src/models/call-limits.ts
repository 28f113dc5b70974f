import type { DeadlineLimits } from "@internal/providers"
import { MillraceError } from "@internal/schema"

/** Settings of `timeouts.…`, in seconds: how long a model's call may wait for what. */
const SETTINGS = { call: "overall", first_token: "first", between_tokens: "idle" } as const

/** Limits of one attempt at a call, and of the connection below it in ms. Fails with `CONFIG_INVALID`. */
export function callLimits(config: Record<string, unknown>): Partial<DeadlineLimits> & { connect?: number } {
  const limits: Partial<DeadlineLimits> & { connect?: number } = {}
  for (const [name, limit] of Object.entries(SETTINGS)) {
    const seconds = secondsOf(config, name)
    if (seconds !== undefined) limits[limit] = seconds
  }
  const connect = secondsOf(config, "connect")
  return connect === undefined ? limits : { ...limits, connect: connect * 1000 }
}

function secondsOf(config: Record<string, unknown>, name: string): number | undefined {
  const value = config[`timeouts.${name}`]
  if (value === undefined) return undefined
  const seconds = Number(value)
  if (seconds > 0) return seconds
  const reason = `timeouts.${name} is ${String(value)}, and not a number of seconds above 0`
  throw new MillraceError("CONFIG_INVALID", { reason })
}
