import type { Given } from "../given.ts"

/** How many to show: `--max-results`, of which a negative number means all, as `--all-results` does. */
export function maxResults(given: Given, otherwise: number): number {
  const limit = given.count("maxResults") ?? otherwise
  return given.flag("allResults") || limit < 0 ? Number.MAX_SAFE_INTEGER : limit
}
