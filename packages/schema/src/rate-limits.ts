/** Where the calls of a connection go: what shares one limit. */
export interface ModelEndpoint {
  /** Equal for all connections whose calls count together there; holds no secret. */
  account: string
  /** What a user knows it by. */
  connection: string
  /** What the connection says is allowed; absent where no connection is known. */
  allowed?: AllowedLimits
}

/** Limits that somebody has set; what is absent is learned. */
export interface AllowedLimits {
  concurrency?: number
  requestsPerMinute?: number
  tokensPerMinute?: number
}

/** What an answer's headers say of limits. */
export interface RateLimits {
  requests?: RateLimit
  tokens?: RateLimit
}
export interface RateLimit {
  /** How many there are when nothing is used. */
  limit?: number
  remaining?: number
  /** Milliseconds until nothing counts as used any more. */
  resetMs?: number
}
