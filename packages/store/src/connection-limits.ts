import type { AllowedLimits } from "@internal/schema"

/** Fields of a connection's file by what they limit. They are ours: the original ignores them. */
const FIELDS = {
  max_concurrency: "concurrency",
  requests_per_minute: "requestsPerMinute",
  tokens_per_minute: "tokensPerMinute",
} as const satisfies Record<string, keyof AllowedLimits>

/** Types whose connections have models of a service. */
const LIMITED = ["azure_open_ai", "open_ai", "serverless"]

/** What a file says that the service allows; undefined if nothing. An empty value or 0 takes a limit away. */
export function limitsOfFile(
  type: string,
  file: { [field: string]: unknown },
  problems: string[],
): AllowedLimits | undefined {
  if (!LIMITED.includes(type)) return undefined
  const limits: AllowedLimits = {}
  for (const [field, limit] of Object.entries(FIELDS)) {
    const given = file[field]
    if (given === undefined || given === null || given === "") continue
    const amount = Number(given)
    if (!Number.isInteger(amount) || amount < 0)
      problems.push(`${field} is ${JSON.stringify(given)}, which is no whole number`)
    else if (amount > 0) limits[limit] = amount
  }
  return Object.keys(limits).length > 0 ? limits : undefined
}

/** As the file has them. */
export function limitsToFile(limits: AllowedLimits | undefined): Record<string, number> {
  const fields: Record<string, number> = {}
  for (const [field, limit] of Object.entries(FIELDS)) {
    const amount = limits?.[limit]
    if (amount !== undefined) fields[field] = amount
  }
  return fields
}
